package dev.offpeak.core.job;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.routing.Ask;
import dev.offpeak.core.routing.Deadlines;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.Route;
import dev.offpeak.core.routing.Routing;
import dev.offpeak.core.routing.RoutingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Judges a job: may it run, by when, on which lane. The gateway asks before accepting, intake asks again for what
/// reached the queue by itself.
public final class Admission {
    /// How the job reached us, which decides what silence about waiting means.
    public enum Door {
        /// `POST /v1/jobs`: silence means nobody waits.
        JOBS,
        /// The SQS queue: nobody can wait on it.
        QUEUE,
        /// A provider's own route: silence means somebody waits.
        DROP_IN
    }

    public sealed interface Verdict {
        /// @param affinity what else must be equal within one batch; empty off the batch lane
        record Admitted(Route route, Instant deadline, String model, int inputs, String affinity) implements Verdict {}

        record Refused(String field, String why) implements Verdict {}
    }

    /// A value outside of this would fail at the provider call, for every job that shares the batch.
    private static final Pattern SENDABLE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private final Function<ProviderId, Optional<Dialect>> dialects;
    private final RoutingPolicy policy;

    public Admission(Function<ProviderId, Optional<Dialect>> dialects, RoutingPolicy policy) {
        this.dialects = dialects;
        this.policy = policy;
    }

    /// @param acceptedAt what relative deadlines count from, and the `now` of the decision
    public Verdict judge(JobSpec spec, Door door, Instant acceptedAt) {
        var dialect = dialects.apply(spec.provider());
        if (dialect.isEmpty()) {
            return new Verdict.Refused("provider", "provider \"" + spec.provider() + "\" is not known here");
        }
        var ask = ask(spec, door, acceptedAt);
        return switch (ask) {
            case Asked.Unclear(var field, var why) -> new Verdict.Refused(field, why);
            case Asked.Clear(var clear) -> judge(spec, dialect.get(), clear, acceptedAt);
        };
    }

    private Verdict judge(JobSpec spec, Dialect dialect, Ask ask, Instant now) {
        for (var header : spec.request().headers().values().entrySet()) {
            if (!dialect.carriedHeaders().contains(header.getKey())) {
                return new Verdict.Refused(
                        "headers." + header.getKey(),
                        "not a header " + spec.provider() + " takes; allowed: " + dialect.carriedHeaders());
            }
            if (!SENDABLE.matcher(header.getValue()).matches()) {
                return new Verdict.Refused(
                        "headers." + header.getKey(), "has a character that no HTTP header can carry");
            }
        }
        var deadline = ask instanceof Ask.Due due ? due.deadline() : now.plus(policy.shortest());
        return switch (dialect.inspect(spec.request())) {
            case Inspection.Invalid(var field, var why) -> new Verdict.Refused(field, why);
            case Inspection.DirectOnly direct ->
                new Verdict.Admitted(Routing.route(ask, direct, policy, now), deadline, direct.model(), 0, "");
            case Inspection.Batchable batchable -> {
                var route = Routing.route(ask, batchable, policy, now);
                yield new Verdict.Admitted(
                        route,
                        deadline,
                        batchable.model(),
                        batchable.inputs(),
                        route.lane() == Lane.BATCH ? dialect.batchAffinity(spec.request(), batchable) : "");
            }
        };
    }

    private sealed interface Asked {
        record Clear(Ask ask) implements Asked {}

        record Unclear(String field, String why) implements Asked {}
    }

    private Asked ask(JobSpec spec, Door door, Instant now) {
        boolean waiting =
                spec.waiting().orElse(door == Door.DROP_IN && spec.deadline().isEmpty());
        if (waiting && door == Door.QUEUE) {
            return new Asked.Unclear("waiting", "nobody can wait on a queue; send it to POST /v1/jobs instead");
        }
        if (waiting) {
            return new Asked.Clear(new Ask.Waiting());
        }
        if (spec.deadline().isEmpty()) {
            return new Asked.Clear(new Ask.Due(now.plus(policy.defaultDeadline())));
        }
        var text = spec.deadline().get();
        return Deadlines.parse(text, now)
                .<Asked>map(deadline -> within(Duration.between(now, deadline), deadline))
                .orElseGet(() -> new Asked.Unclear(
                        "deadline",
                        "not an RFC 3339 instant, an ISO 8601 duration or one such as 12h: \"" + clip(text) + "\""));
    }

    private Asked within(Duration left, Instant deadline) {
        if (left.compareTo(policy.shortest()) < 0) {
            return new Asked.Unclear(
                    "deadline", "is " + left + " away; background work needs at least " + policy.shortest());
        }
        if (left.compareTo(policy.longest()) > 0) {
            return new Asked.Unclear("deadline", "is " + left + " away; at most " + policy.longest() + " is kept");
        }
        return new Asked.Clear(new Ask.Due(deadline));
    }

    private static String clip(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
