package dev.offpeak.core.routing;

import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.provider.Inspection.Batchable;
import dev.offpeak.core.provider.Inspection.DirectOnly;
import dev.offpeak.core.routing.Route.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
    private static final RoutingPolicy POLICY = RoutingPolicy.DEFAULT;
    private static final Batchable BATCHABLE = new Batchable("gpt-4o-mini", 0);
    private static final DirectOnly STREAM = new DirectOnly("gpt-4o-mini", "it streams");

    @ParameterizedTest
    @CsvSource({
        "-PT1H,          SYNC",
        "PT0S,           SYNC",
        "PT10M,          SYNC",
        "PT59M59.999999999S, SYNC",
        "PT1H,           BATCH",
        "PT1H0.000000001S, BATCH",
        "PT24H,          BATCH",
        "P7D,            BATCH"
    })
    void background_work_goes_to_a_batch_from_one_hour_on(Duration left, Lane lane) {
        var route = Routing.route(new Ask.Due(NOW.plus(left)), BATCHABLE, POLICY, NOW);
        assertThat(route.lane()).isEqualTo(lane);
        assertThat(route.execution()).isEqualTo(Execution.BACKGROUND);
    }

    @Test
    void the_floor_is_the_policys() {
        var policy = new RoutingPolicy(Duration.ofHours(3), Duration.ofHours(24), Duration.ZERO, Duration.ofDays(7));
        assertThat(Routing.route(due(Duration.ofHours(3).minusNanos(1)), BATCHABLE, policy, NOW)
                        .lane())
                .isEqualTo(Lane.SYNC);
        assertThat(Routing.route(due(Duration.ofHours(3)), BATCHABLE, policy, NOW)
                        .lane())
                .isEqualTo(Lane.BATCH);
    }

    @Test
    void what_somebody_waits_for_is_answered_on_the_connection_at_once() {
        var expected = new Route(Lane.SYNC, Execution.INLINE, "someone is waiting for the answer");
        assertThat(Routing.route(new Ask.Waiting(), BATCHABLE, POLICY, NOW)).isEqualTo(expected);
        assertThat(Routing.route(new Ask.Waiting(), STREAM, POLICY, NOW)).isEqualTo(expected);
    }

    @Test
    void what_no_batch_takes_runs_directly_in_the_background_however_late_it_is_due() {
        for (var left : List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(7))) {
            assertThat(Routing.route(due(left), STREAM, POLICY, NOW))
                    .isEqualTo(new Route(Lane.SYNC, Execution.BACKGROUND, "no batch takes it: it streams"));
        }
    }

    @Test
    void every_ask_and_request_has_a_route_with_a_reason() {
        var asks = List.of(new Ask.Waiting(), new Ask.Due(Instant.MIN), due(Duration.ZERO), new Ask.Due(Instant.MAX));
        for (var ask : asks) {
            for (var route :
                    List.of(Routing.route(ask, BATCHABLE, POLICY, NOW), Routing.route(ask, STREAM, POLICY, NOW))) {
                assertThat(route.why()).isNotBlank();
                assertThat(route.execution() == Execution.INLINE).isEqualTo(ask instanceof Ask.Waiting);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-PT5M     | due in 0 min, sooner than a batch is sure to end",
                "PT59M59S  | due in 59 min, sooner than a batch is sure to end",
                "PT1H59M   | nobody is waiting and it is due in 119 min",
                "PT2H      | nobody is waiting and it is due in 2 h",
                "PT23H59M  | nobody is waiting and it is due in 23 h"
            })
    void the_reason_says_how_long_is_left(Duration left, String why) {
        assertThat(Routing.route(due(left), BATCHABLE, POLICY, NOW).why()).isEqualTo(why);
    }

    @Test
    void a_policy_out_of_order_is_refused() {
        var hour = Duration.ofHours(1);
        var day = Duration.ofDays(1);
        assertThat(new RoutingPolicy(Duration.ZERO, hour, hour, hour)).isNotNull();
        assertThat(new RoutingPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, hour))
                .isNotNull();
        for (var policy : List.<Runnable>of(
                () -> new RoutingPolicy(hour.negated(), hour, hour, day),
                () -> new RoutingPolicy(hour, hour, hour.negated(), day),
                () -> new RoutingPolicy(hour, day, day, hour),
                () -> new RoutingPolicy(hour, hour.minusNanos(1), hour, day),
                () -> new RoutingPolicy(hour, day.plusNanos(1), hour, day))) {
            assertThatThrownBy(policy::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Ask due(Duration left) {
        return new Ask.Due(NOW.plus(left));
    }
}
