package dev.offpeak.simulation;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.simulation.Mischief.Effect;
import dev.offpeak.simulation.Mischief.Fault;
import dev.offpeak.simulation.Mischief.Landing;
import dev.offpeak.simulation.Scenario.Door;
import dev.offpeak.simulation.Scenario.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Every effect of the full path, going wrong in every way: one small scenario per provider that has a batch with a
/// good, a bad and an unfinished line, a retry, a batch that will be late, a direct call, and two jobs that may share
/// one.
final class CrashPoints {
    private CrashPoints() {}

    /// One way of going wrong.
    private record Way(Fault fault, Landing landing, Predicate<Effect> kind) {}

    private static final List<Way> WAYS = List.of(
            new Way(Fault.REFUSED, Landing.NEVER, effect -> true),
            new Way(Fault.DIES_BEFORE, Landing.NEVER, effect -> true),
            new Way(Fault.DIES_AFTER, Landing.AT_ONCE, Effect::changes),
            new Way(Fault.REPLY_LOST, Landing.AT_ONCE, Effect::changes),
            new Way(Fault.HALF_LOST, Landing.AT_ONCE, effect -> effect.changes() && effect.many() > 1),
            new Way(Fault.FREEZES, Landing.NEVER, Effect::changes),
            new Way(Fault.REPLY_LOST, Landing.LATER, CrashPoints::costs),
            new Way(Fault.REPLY_LOST, Landing.NEVER, CrashPoints::costs),
            new Way(Fault.DIES_AFTER, Landing.LATER, CrashPoints::costs),
            new Way(Fault.DIES_AFTER, Landing.NEVER, CrashPoints::costs));

    /// @param points how many faults were tried
    /// @param failures what did not hold, with the fault that broke it
    record Report(int points, List<String> failures) {}

    static Report of(boolean openAi) {
        return of(openAi, Mutation.NONE);
    }

    static Report of(boolean openAi, Mutation mutation) {
        var scenario = scenario(openAi);
        var failures = new ArrayList<String>();
        int points = 0;
        for (var way : WAYS) {
            for (int nth = 1; ; nth++) {
                var mischief = new NthMischief(way.kind(), nth, way.fault(), way.landing());
                var verdict = Simulation.run(scenario, time -> mischief, mutation);
                if (!verdict.isGood()) {
                    failures.add(way.fault() + " (lands " + way.landing() + ") at effect " + nth + ", "
                            + mischief.victim().map(Effect::name).orElse("none") + ": " + verdict.violations());
                }
                if (mischief.victim().isEmpty()) {
                    break;
                }
                points++;
            }
        }
        return new Report(points, failures);
    }

    private static boolean costs(Effect effect) {
        return effect.name().equals("BatchApi.create") || effect.name().equals("BatchApi.call");
    }

    static Scenario scenario(boolean openAi) {
        var far = Duration.ofHours(3);
        var leader = job(6, openAi, Door.KEYED, "zen", far, false).twin(6, Door.KEYED, Duration.ofSeconds(6), far);
        var jobs = List.of(
                job(0, openAi, Door.KEYED, "acme", far, false),
                job(1, openAi, Door.KEYED, "zen", far, true),
                job(2, openAi, Door.BULK, "acme", far, false),
                job(3, openAi, Door.BULK, "acme", Duration.ofMinutes(75), false),
                job(4, openAi, Door.QUEUE, "zen", far, false),
                job(5, openAi, Door.GATEWAY, "acme", Duration.ofMinutes(20), false),
                leader,
                leader.twin(7, Door.QUEUE, Duration.ofSeconds(7), far));
        var temper = Temper.MILD.expiring(100, Duration.ofMinutes(90));
        return new Scenario(jobs, temper, temper, Optional.empty(), List.of(Duration.ZERO), 0, far);
    }

    private static Job job(int number, boolean openAi, Door door, String tenant, Duration deadline, boolean invalid) {
        return new Job(
                number,
                number,
                false,
                new TenantId(tenant),
                openAi,
                door,
                Duration.ofSeconds(number),
                deadline,
                OnLate.EXPRESS,
                OnDoubt.FAIL,
                invalid,
                Optional.empty());
    }
}
