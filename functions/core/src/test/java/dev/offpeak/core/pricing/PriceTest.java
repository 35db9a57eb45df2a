package dev.offpeak.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.pricing.Usage.Tier;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
    private static final Rates SONNET = Rates.perMillion("3", "0.30", "3.75", "6", "15");
    private static final Rates LONG = Rates.perMillion("6", "0.60", "7.50", "12", "22.50");

    @Test
    void a_batched_embedding_of_fifty_tokens_at_two_cents_a_million_costs_500_nano_dollars() {
        var price = Price.halved(Rates.perMillion("0.02", "0", "0", "0", "0"));
        var cost = price.cost(new Usage(50, 0, 0, 0, 0, Tier.BATCH));
        assertThat(cost).isEqualTo(new Cost(new NanoDollars(500), new NanoDollars(1_000)));
        assertThat(cost.saved()).isEqualTo(new NanoDollars(500));
    }

    @Test
    void every_kind_of_token_has_its_own_rate() {
        assertThat(SONNET.cost(new Usage(1_000_000, 0, 0, 0, 0, Tier.STANDARD))).hasToString("$3.000000000");
        assertThat(SONNET.cost(new Usage(0, 1_000_000, 0, 0, 0, Tier.STANDARD))).hasToString("$0.300000000");
        assertThat(SONNET.cost(new Usage(0, 0, 1_000_000, 0, 0, Tier.STANDARD))).hasToString("$3.750000000");
        assertThat(SONNET.cost(new Usage(0, 0, 0, 1_000_000, 0, Tier.STANDARD))).hasToString("$6.000000000");
        assertThat(SONNET.cost(new Usage(0, 0, 0, 0, 1_000_000, Tier.STANDARD))).hasToString("$15.000000000");
        assertThat(SONNET.cost(new Usage(1, 10, 100, 1_000, 10_000, Tier.STANDARD)))
                .isEqualTo(new NanoDollars(3_000 + 3_000 + 375_000 + 6_000_000 + 150_000_000));
        assertThat(SONNET.cost(Usage.NONE)).isEqualTo(NanoDollars.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, 3000", "BATCH, 1500", "FLEX, 1500", "PRIORITY, 6000"})
    void each_tier_is_paid_at_its_own_share_of_the_standard_price(Tier tier, long paid) {
        assertThat(Price.halved(SONNET).cost(new Usage(1, 0, 0, 0, 0, tier)))
                .isEqualTo(new Cost(new NanoDollars(paid), new NanoDollars(3_000)));
    }

    @ParameterizedTest
    @CsvSource({"499, 0", "500, 1", "1499, 1", "1500, 2"})
    void a_call_is_rounded_half_up_to_a_nano_dollar(long picoDollars, long nanoDollars) {
        assertThat(new Rates(1, 0, 0, 0, 0).cost(new Usage(picoDollars, 0, 0, 0, 0, Tier.STANDARD)))
                .isEqualTo(new NanoDollars(nanoDollars));
    }

    @Test
    void a_call_is_rounded_once_and_not_per_kind_of_token() {
        assertThat(new Rates(300, 300, 0, 0, 300).cost(new Usage(1, 1, 0, 0, 1, Tier.STANDARD)))
                .isEqualTo(new NanoDollars(1));
    }

    @ParameterizedTest
    @CsvSource({
        "200000, 0, 0, 0, 600000000",
        "200001, 0, 0, 0, 1200006000",
        "0, 200001, 0, 0, 120000600",
        "1, 0, 200000, 0, 1500006000",
        "1, 0, 0, 200000, 2400006000"
    })
    void a_prompt_above_the_step_makes_the_whole_call_dearer(
            long in, long read, long write, long longWrite, long paid) {
        var price =
                new Price(SONNET, SONNET.times("0.5"), Optional.of(new Price.Step(200_000, LONG, LONG.times("0.5"))));
        var usage = new Usage(in, read, write, longWrite, 0, Tier.STANDARD);
        assertThat(price.cost(usage).paid()).isEqualTo(new NanoDollars(paid));
        assertThat(price.cost(usage).saved()).isEqualTo(NanoDollars.ZERO);
    }

    @Test
    void above_the_step_a_batch_is_paid_at_the_dearer_batch_rates() {
        var price = new Price(SONNET, SONNET.times("0.5"), Optional.of(new Price.Step(10, LONG, LONG.times("0.5"))));
        assertThat(price.cost(new Usage(11, 0, 0, 0, 2, Tier.BATCH)))
                .isEqualTo(new Cost(new NanoDollars(33_000 + 22_500), new NanoDollars(66_000 + 45_000)));
        assertThat(price.cost(new Usage(10, 0, 0, 0, 2, Tier.BATCH)))
                .isEqualTo(new Cost(new NanoDollars(15_000 + 15_000), new NanoDollars(30_000 + 30_000)));
    }

    @Test
    void rates_scale_each_kind_and_round_half_up() {
        assertThat(new Rates(1, 2, 3, 4, 5).times("0.5")).isEqualTo(new Rates(1, 1, 2, 2, 3));
        assertThat(new Rates(1, 2, 3, 4, 5).times("2")).isEqualTo(new Rates(2, 4, 6, 8, 10));
    }

    @Test
    void a_stated_price_is_kept_exactly_or_refused() {
        assertThat(Rates.perMillion("0.000001", "0.0375", "1.10", "2", "0"))
                .isEqualTo(new Rates(1, 37_500, 1_100_000, 2_000_000, 0));
        assertThatThrownBy(() -> Rates.perMillion("0.0000001", "0", "0", "0", "0"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_sum_too_large_for_its_type_is_an_error_and_never_a_wrong_price() {
        var huge = Long.MAX_VALUE;
        for (var sum : List.<Runnable>of(
                () -> SONNET.cost(new Usage(huge, 0, 0, 0, 0, Tier.STANDARD)),
                () -> new Rates(1, 1, 0, 0, 0).cost(new Usage(huge, 1, 0, 0, 0, Tier.STANDARD)),
                () -> new Rates(1, 0, 0, 0, 0).cost(new Usage(huge - 499, 0, 0, 0, 0, Tier.STANDARD)),
                () -> new Rates(huge, 0, 0, 0, 0).times("2"),
                () -> new Usage(huge, 1, 0, 0, 0, Tier.STANDARD).prompt(),
                () -> new Usage(huge, 0, 0, huge, 0, Tier.STANDARD).prompt(),
                () -> new Usage(huge, huge, huge, huge, 0, Tier.STANDARD).prompt(),
                () -> new Usage(huge, 0, 0, 0, 0, Tier.STANDARD).plus(new Usage(1, 0, 0, 0, 0, Tier.STANDARD)),
                () -> new NanoDollars(huge).plus(new NanoDollars(1)),
                () -> new NanoDollars(Long.MIN_VALUE).minus(new NanoDollars(1)))) {
            assertThatThrownBy(sum::run).isInstanceOf(ArithmeticException.class);
        }
    }
}
