package dev.offpeak.core.routing;

import static dev.offpeak.core.routing.Lane.BATCH;
import static dev.offpeak.core.routing.Lane.SYNC;
import static dev.offpeak.core.routing.Route.Execution.BACKGROUND;
import static dev.offpeak.core.routing.Route.Execution.INLINE;

import dev.offpeak.core.provider.Inspection;
import java.time.Duration;
import java.time.Instant;

/// The rule. Total: every ask and every request a provider can take has a route.
public final class Routing {
    private Routing() {}

    public static Route route(Ask ask, Inspection.Batchable request, RoutingPolicy policy, Instant now) {
        return switch (ask) {
            case Ask.Waiting() -> new Route(SYNC, INLINE, "someone is waiting for the answer");
            case Ask.Due(var deadline) -> {
                var left = Duration.between(now, deadline);
                yield left.compareTo(policy.batchFloor()) < 0
                        ? new Route(SYNC, BACKGROUND, "due in " + words(left) + ", sooner than a batch is sure to end")
                        : new Route(BATCH, BACKGROUND, "nobody is waiting and it is due in " + words(left));
            }
        };
    }

    public static Route route(Ask ask, Inspection.DirectOnly request, RoutingPolicy policy, Instant now) {
        return switch (ask) {
            case Ask.Waiting() -> new Route(SYNC, INLINE, "someone is waiting for the answer");
            case Ask.Due(var deadline) -> new Route(SYNC, BACKGROUND, "no batch takes it: " + request.why());
        };
    }

    private static String words(Duration left) {
        if (left.compareTo(Duration.ofHours(2)) >= 0) {
            return left.toHours() + " h";
        }
        return Math.max(0, left.toMinutes()) + " min";
    }
}
