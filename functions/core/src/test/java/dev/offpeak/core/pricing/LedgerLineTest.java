package dev.offpeak.core.pricing;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.pricing.LedgerLine.Account;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.routing.Lane;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerLineTest {
    private static final Account ACCOUNT =
            new Account(ACME, LocalDate.parse("2026-11-23"), Lane.BATCH, OPENAI, "gpt-4o-mini");

    @Test
    void lines_add_up_amount_by_amount() {
        var one = new Amounts(1, 2, 3, 4, 5, cost(6, 7));
        var ten = new Amounts(10, 20, 30, 40, 50, cost(60, 70));
        assertThat(new LedgerLine(ACCOUNT, one).plus(new LedgerLine(ACCOUNT, ten)))
                .isEqualTo(new LedgerLine(ACCOUNT, new Amounts(11, 22, 33, 44, 55, cost(66, 77))));
        assertThat(one.plus(Amounts.NONE)).isEqualTo(one);
        assertThat(Amounts.NONE.plus(Amounts.ONE_FAILED)).isEqualTo(new Amounts(0, 1, 0, 0, 0, Cost.NONE));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0, 0", "0, 1, 0, 0, 0", "0, 0, 1, 0, 0", "0, 0, 0, 1, 0", "0, 0, 0, 0, 1"})
    void a_sum_too_large_is_an_error(long succeeded, long failed, long unpriced, long input, long output) {
        var huge = Long.MAX_VALUE;
        var full = new Amounts(huge, huge, huge, huge, huge, Cost.NONE);
        var more = new Amounts(succeeded, failed, unpriced, input, output, Cost.NONE);
        assertThatThrownBy(() -> full.plus(more)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void what_was_saved_is_the_difference_and_may_be_negative() {
        assertThat(cost(3, 10).saved()).isEqualTo(new NanoDollars(7));
        assertThat(cost(10, 3).saved()).isEqualTo(new NanoDollars(-7));
    }

    @Test
    void money_prints_in_dollars_and_compares_by_amount() {
        assertThat(new NanoDollars(500)).hasToString("$0.000000500");
        assertThat(new NanoDollars(12_345_678_901L)).hasToString("$12.345678901");
        assertThat(new NanoDollars(1_500_000_000).dollars()).isEqualByComparingTo("1.5");
        assertThat(new NanoDollars(1)).isLessThan(new NanoDollars(2)).isGreaterThan(NanoDollars.ZERO);
        assertThat(new NanoDollars(5).minus(new NanoDollars(7))).isEqualTo(new NanoDollars(-2));
        assertThat(new NanoDollars(5).plus(new NanoDollars(7))).isEqualTo(new NanoDollars(12));
    }

    private static Cost cost(long paid, long standard) {
        return new Cost(new NanoDollars(paid), new NanoDollars(standard));
    }
}
