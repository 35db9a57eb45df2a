package dev.offpeak.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.terminal.Symbols;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final LedgerSums LEDGER = LedgerSums.of(Json.read("""
            {"lines": [
              {"day": "2026-11-22", "lane": "BATCH", "provider": "anthropic", "model": "claude-haiku-4-5",
               "succeeded": 2000, "failed": 0, "unpriced": 0, "paid_usd": "0.500000001", "standard_usd": "1.000000002"},
              {"day": "2026-11-23", "lane": "BATCH", "provider": "anthropic", "model": "claude-haiku-4-5",
               "succeeded": 1000, "failed": 0, "unpriced": 0, "paid_usd": "0.25", "standard_usd": "0.5"},
              {"day": "2026-11-22", "lane": "SYNC", "provider": "openai", "model": "gpt-5.4-mini",
               "succeeded": 12, "failed": 0, "unpriced": 0, "paid_usd": "0.01", "standard_usd": "0.01"}],
             "total": {}}"""));

    private static final Chats.Latencies CHATS =
            new Chats.Latencies(2, List.of(Duration.ofMillis(30), Duration.ofMillis(41), Duration.ofMillis(220)));

    @Test
    void days_of_one_lane_and_model_are_one_line() {
        assertThat(LEDGER.lines()).hasSize(2);
        assertThat(LEDGER.batch().succeeded()).isEqualTo(3_000);
        assertThat(LEDGER.batch().paid()).isEqualByComparingTo("0.750000001");
        assertThat(LEDGER.other().succeeded()).isEqualTo(12);
    }

    @Test
    void the_last_screen_adds_up() {
        assertThat(new OutcomeText(Symbols.ASCII)
                        .of(outcome(List.of(new Check("every job succeeded", true, "3,000 of 3,000")))))
                .isEqualTo("""

                          The night job: 3,000 tickets labelled, summarised and embedded in 01:05

                          lane   provider   model                        jobs         paid  synchronous        saved
                          -----------------------------------------------------------------------------------------
                          batch  anthropic  claude-haiku-4-5            3,000      $0.7500      $1.5000      $0.7500
                          sync   openai     gpt-5.4-mini                   12      $0.0100      $0.0100      $0.0000
                          -----------------------------------------------------------------------------------------
                          all                                           3,012      $0.7600      $1.5100      $0.7500

                          Saved 49.6 %: paid $0.7600 for what costs $1.5100 on the synchronous endpoints.
                          3,000 calls that a loop would have made one by one left in 2 batches.
                          3 chats with somebody waiting went straight through meanwhile: median 41 ms, slowest 220 ms (after 2 to warm the gateway up).
                          A million such jobs: $250 instead of $500.

                          ok every job succeeded                3,000 of 3,000

                          The providers are simulated, and so are their speed and their answers; tokens are counted,
                          and prices are the providers' list prices. Everything between you and them is the real thing.
                        """);
    }

    @Test
    void one_broken_claim_spoils_the_night() {
        assertThat(outcome(List.of(new Check("a", true, ""), new Check("b", false, "")))
                        .good())
                .isFalse();
        assertThat(OutcomeJson.of(outcome(List.of(new Check("b", false, "why"))))
                        .path("good")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_job_paid_for_twice_is_noticed() {
        Bill bill = Bill.of(Json.read("""
                {"lines": [{"mode": "batch", "requests": 3001}, {"mode": "sync", "requests": 12}],
                 "total": {"nano_dollars": 760000001}}"""));

        assertThat(Checks.paidOnce(3_000, 12, bill).holds()).isFalse();
        assertThat(Checks.paidOnce(3_001, 12, bill).holds()).isTrue();
        assertThat(Checks.ledgerAgrees(LEDGER, bill).holds()).isTrue();
        assertThat(Checks.ledgerAgrees(LEDGER, new Bill(3_000, 12, new BigDecimal("0.7601")))
                        .holds())
                .isFalse();
    }

    @Test
    void a_job_at_full_price_or_failed_is_noticed() {
        assertThat(Checks.batched(3_001, LEDGER).holds()).isFalse();
        assertThat(Checks.succeeded(3_000, 12, LEDGER).holds()).isTrue();
        assertThat(Checks.succeeded(3_000, 11, LEDGER).holds()).isFalse();
    }

    @Test
    void answers_are_looked_at() {
        assertThat(Answers.complaint(
                        Job.Kind.SORT, sorted("{\\\"label\\\": \\\"billing\\\", \\\"summary\\\": \\\"Twice.\\\"}")))
                .isEmpty();
        assertThat(Answers.complaint(
                        Job.Kind.SORT, sorted("{\\\"label\\\": \\\"dogs\\\", \\\"summary\\\": \\\"Twice.\\\"}")))
                .get()
                .asString()
                .contains("none of those allowed");
        assertThat(Answers.complaint(Job.Kind.SORT, sorted("billing"))).isPresent();
        assertThat(Answers.complaint(Job.Kind.EMBED, Json.read("{\"data\": [{\"embedding\": [0.1, 0.2]}]}")))
                .contains("the vector has 2 dimensions, not 256");
    }

    private static JsonNode sorted(String text) {
        return Json.read("{\"content\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}");
    }

    private static Outcome outcome(List<Check> checks) {
        return new Outcome(true, 3_000, 3_000, 2, LEDGER, CHATS, Duration.ofSeconds(65), checks);
    }
}
