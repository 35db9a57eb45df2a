package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.ACME;
import static dev.offpeak.gateway.World.OTHER;
import static dev.offpeak.gateway.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.testkit.Samples;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingsTest {
    private final World world = new World();

    private void spend(String tenant, String day, Lane lane, long paid) {
        world.ledger.add(new LedgerLine(
                new LedgerLine.Account(new TenantId(tenant), LocalDate.parse(day), lane, new ProviderId("openai"), "m"),
                new LedgerLine.Amounts(3, 1, 2, 100, 10, new Cost(new NanoDollars(paid), new NanoDollars(2 * paid)))));
    }

    @Test
    void the_ledger_adds_up_the_callers_lines_only() {
        spend("acme", "2026-11-22", Lane.BATCH, 1_000_000_001);
        spend("acme", "2026-11-23", Lane.SYNC, 2);
        spend("other", "2026-11-23", Lane.SYNC, 500);
        spend("acme", "2026-10-01", Lane.SYNC, 700);
        var json = json(world.answer(Call.get("/v1/ledger")));
        assertThat(json.path("lines")).hasSize(2);
        assertThat(json.at("/lines/0/day").asText()).isEqualTo("2026-11-22");
        assertThat(json.at("/lines/0/lane").asText()).isEqualTo("BATCH");
        assertThat(json.at("/lines/0/paid_usd").asText()).isEqualTo("1.000000001");
        assertThat(json.at("/total/paid_usd").asText()).isEqualTo("1.000000003");
        assertThat(json.at("/total/standard_usd").asText()).isEqualTo("2.000000006");
        assertThat(json.at("/total/saved_usd").asText()).isEqualTo("1.000000003");
        assertThat(json.at("/total/succeeded").asInt()).isEqualTo(6);
        assertThat(json.at("/total/failed").asInt()).isEqualTo(2);
        assertThat(json.at("/total/unpriced").asInt()).isEqualTo(4);
        assertThat(json.at("/total/input_tokens").asInt()).isEqualTo(200);
    }

    @Test
    void money_that_bought_nothing_is_shown_and_taken_off_the_saving() {
        spend("acme", "2026-11-22", Lane.BATCH, 1_000);
        world.ledger.add(new LedgerLine(
                new LedgerLine.Account(
                        new TenantId("acme"), LocalDate.parse("2026-11-22"), Lane.BATCH, new ProviderId("openai"), "m"),
                LedgerLine.Amounts.of(new LedgerLine.Unused(2, new NanoDollars(300), new NanoDollars(4), 1))));
        var total = json(world.answer(Call.get("/v1/ledger"))).path("total");
        assertThat(total.path("unused_answers").asInt()).isEqualTo(2);
        assertThat(total.path("duplicate_spend_usd").asText()).isEqualTo("0.000000300");
        assertThat(total.path("canceled_spend_usd").asText()).isEqualTo("0.000000004");
        assertThat(total.path("in_doubt").asInt()).isEqualTo(1);
        assertThat(total.path("saved_usd").asText()).isEqualTo("0.000000696");
    }

    @Test
    void a_range_holds_both_its_ends() {
        spend("acme", "2026-10-01", Lane.SYNC, 7);
        var day = Call.get("/v1/ledger").query("from", "2026-10-01").query("to", "2026-10-01");
        assertThat(json(world.answer(day)).at("/total/paid_usd").asText()).isEqualTo("0.000000007");
        var empty = world.answer(day.query("to", "2026-10-02").query("from", "2026-10-02"));
        assertThat(json(empty).at("/total/paid_usd").asText()).isEqualTo("0.000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24,2026-11-23,from",
        "2024-01-01,2026-01-01,from",
        "yesterday,2026-11-23,from",
        "2026-11-01,2026-02-30,to",
        "-999999999-01-01,-999999999-01-02,to",
        "+999999999-12-30,+999999999-12-31,to"
    })
    void a_bad_range_names_its_end(String from, String to, String field) {
        var response = world.answer(Call.get("/v1/ledger").query("from", from).query("to", to));
        assertProblem(response, 400, "bad-query");
        assertThat(json(response).path("field").asText()).isEqualTo(field);
    }

    @Test
    void batches_come_newest_first_page_by_page() {
        var all = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            var batch = Samples.batch(Map.of(ACME, 10), world.now.plusSeconds(i));
            world.batches.adopt(batch);
            all.addFirst(batch.id().value());
        }
        var seen = new ArrayList<String>();
        var call = Call.get("/v1/batches").query("limit", "2");
        for (boolean more = true; more; ) {
            var page = json(world.answer(call));
            page.path("data").forEach(batch -> seen.add(batch.path("id").asText()));
            more = page.path("has_more").asBoolean();
            call = call.query("after", seen.getLast());
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void a_batch_of_ones_own_shows_its_counters() {
        Batch batch = Samples.batch(Map.of(ACME, 10), world.now);
        world.batches.adopt(batch);
        var json = json(world.answer(Call.get("/v1/batches"))).at("/data/0");
        assertThat(json.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(json.path("provider").asText()).isEqualTo("openai");
        assertThat(json.path("endpoint").asText()).isEqualTo("/v1/chat/completions");
        assertThat(json.path("created_at").asText()).isEqualTo("2026-11-23T12:00:00.123Z");
        assertThat(json.path("expires_at").asText()).isEqualTo("2026-11-24T12:00:00.123Z");
        assertThat(json.at("/counts/total").asInt()).isEqualTo(10);
        world.batches.replace(
                batch.with(new BatchState.Imported(new BatchState.Tally(7, 2, 1, 0)), world.now), List.of());
        json = json(world.answer(Call.get("/v1/batches"))).at("/data/0");
        assertThat(json.path("state").asText()).isEqualTo("IMPORTED");
        assertThat(json.at("/counts/succeeded").asInt()).isEqualTo(7);
        assertThat(json.at("/counts/retried").asInt()).isEqualTo(1);
    }

    @Test
    void a_shared_batch_shows_the_callers_share_and_nothing_of_the_others() {
        world.batches.adopt(Samples.batch(Map.of(ACME, 10, OTHER, 4321), world.now));
        var response = world.answer(Call.get("/v1/batches"));
        assertThat(json(response).at("/data/0/lines").asInt()).isEqualTo(10);
        assertThat(json(response).at("/data/0").has("counts")).isFalse();
        assertThat(response.body().text()).doesNotContain("43", "other");
    }

    @Test
    void another_tenants_batches_are_not_there() {
        var others = Samples.batch(Map.of(OTHER, 10), world.now);
        world.batches.adopt(others);
        assertThat(json(world.answer(Call.get("/v1/batches"))).path("data")).isEmpty();
        assertThat(json(world.answer(Call.get("/v1/batches")
                                .query("after", others.id().value())))
                        .path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "x", "", "1e1", "9999999999"})
    void a_page_holds_1_to_100(String limit) {
        assertProblem(world.answer(Call.get("/v1/batches").query("limit", limit)), 400, "bad-query", "limit");
    }

    @Test
    void a_range_of_days_that_runs_backwards_is_said_to() {
        var backwards = Call.get("/v1/ledger").query("from", "2026-11-29").query("to", "2026-11-01");
        assertProblem(world.answer(backwards), 400, "bad-query", "from: is after to");
    }

    @Test
    void a_cursor_is_a_batch_id() {
        assertProblem(world.answer(Call.get("/v1/batches").query("after", "a b")), 400, "bad-query", "after");
    }
}
