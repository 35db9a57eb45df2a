package dev.offpeak.openai;

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

class OpenAiPricesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private final OpenAiPrices prices = new OpenAiPrices();

    @Test
    void a_batch_costs_half() {
        var cost = price("gpt-4o-mini").cost(new Usage(1_000_000, 0, 0, 0, 1_000_000, Tier.BATCH));
        assertThat(cost.paid()).hasToString("$0.375000000");
        assertThat(cost.standard()).hasToString("$0.750000000");
    }

    @Test
    void a_dated_snapshot_costs_what_its_base_costs_and_nothing_else_does() {
        assertThat(price("gpt-4o-mini-2024-07-18")).isEqualTo(price("gpt-4o-mini"));
        assertThat(prices.price("gpt-4o-mini-audio", NOW)).isEmpty();
        assertThat(prices.price("gpt-4o-minimal-2024-07-18", NOW)).isEmpty();
        assertThat(prices.price("ft:gpt-4o-mini-2024-07-18", NOW)).isEmpty();
        assertThat(prices.price("gpt-4o-2024-05-13", NOW)).isEmpty();
        assertThat(prices.price("", NOW)).isEmpty();
    }

    @Test
    void a_price_is_not_known_before_its_day() {
        assertThat(prices.price("gpt-6.1-terra", Instant.parse("2026-10-25T23:59:59Z")))
                .isEmpty();
        assertThat(prices.price("gpt-6.1-terra", Instant.parse("2026-10-26T00:00:00Z")))
                .isPresent();
    }

    @Test
    void a_prompt_over_272k_makes_the_whole_call_dearer() {
        var usual = price("gpt-5.5").cost(new Usage(272_000, 0, 0, 0, 1000, Tier.STANDARD));
        var dear = price("gpt-5.5").cost(new Usage(271_999, 2, 0, 0, 1000, Tier.STANDARD));
        assertThat(usual.paid()).hasToString("$1.390000000");
        assertThat(dear.paid()).hasToString("$2.764992000");
        assertThat(price("gpt-5.4-mini").step()).isEmpty();
    }

    @Test
    void the_simulator_whose_table_was_written_apart_bills_the_same() {
        var book = PriceBook.load();
        assertThat(book.models("openai")).isNotEmpty();
        for (var model : book.models("openai")) {
            var listed = price(model);
            var billed = book.find("openai", model).orElseThrow();
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
