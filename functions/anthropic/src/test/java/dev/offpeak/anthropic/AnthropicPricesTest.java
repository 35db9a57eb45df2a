package dev.offpeak.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.offpeak.core.pricing.Price;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.simulator.bill.Mode;
import dev.offpeak.simulator.bill.PriceBook;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnthropicPricesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private final AnthropicPrices prices = new AnthropicPrices();

    @Test
    void a_batch_costs_half_of_every_kind_of_token() {
        var cost = price("claude-opus-4-5").cost(new Usage(1000, 1000, 1000, 1000, 1000, Tier.BATCH));
        assertThat(cost.standard()).hasToString("$0.046750000");
        assertThat(cost.paid()).hasToString("$0.023375000");
    }

    @Test
    void a_dated_snapshot_costs_what_its_base_costs_and_nothing_else_does() {
        assertThat(price("claude-sonnet-4-5-20250929")).isEqualTo(price("claude-sonnet-4-5"));
        assertThat(prices.price("claude-sonnet-4", NOW)).isEmpty();
        assertThat(prices.price("claude-sonnet-4-5-turbo", NOW)).isEmpty();
    }

    @Test
    void a_change_of_price_holds_from_its_day() {
        var reads = new Usage(0, 1_000_000, 0, 0, 0, Tier.STANDARD);
        assertThat(price("claude-sonnet-5-5").cost(reads).paid()).hasToString("$0.100000000");
        assertThat(prices.price("claude-sonnet-5-5", Instant.parse("2026-10-06T23:59:59Z"))
                        .orElseThrow()
                        .cost(reads)
                        .paid())
                .hasToString("$0.200000000");
    }

    @Test
    void haiku_is_dearer_beyond_100k_tokens_of_prompt_cache_included() {
        var usual = new Usage(100_000, 0, 0, 0, 0, Tier.BATCH);
        var dear = new Usage(99_999, 2, 0, 0, 0, Tier.BATCH);
        assertThat(price("claude-haiku-5-5").cost(usual).paid()).hasToString("$0.005000000");
        assertThat(price("claude-haiku-5-5").cost(dear).paid()).hasToString("$0.024999800");
    }

    @Test
    void the_simulator_whose_table_was_written_apart_bills_the_same() {
        var book = PriceBook.load();
        assertThat(book.models("anthropic")).isNotEmpty();
        for (var model : book.models("anthropic")) {
            var listed = price(model);
            var billed = book.find("anthropic", model).orElseThrow();
            for (long seed = 0; seed < 50; seed++) {
                var random = new Random(seed);
                var usage = new Usage(n(random), n(random), n(random), n(random), n(random), Tier.BATCH);
                var same = new dev.offpeak.simulator.bill.Usage(
                        usage.input(), usage.cacheRead(), usage.cacheWrite(), usage.cacheWriteLong(), usage.output());
                var cost = listed.cost(usage);
                assertThat(cost.paid().value())
                        .as("%s, seed %d", model, seed)
                        .isCloseTo(billed.of(same, Mode.BATCH) / 1000, within(1L));
                assertThat(cost.standard().value())
                        .as("%s, seed %d", model, seed)
                        .isCloseTo(billed.of(same, Mode.SYNC) / 1000, within(1L));
            }
        }
    }

    private static long n(Random random) {
        return random.nextInt(150_000);
    }

    private Price price(String model) {
        return prices.price(model, NOW).orElseThrow();
    }
}
