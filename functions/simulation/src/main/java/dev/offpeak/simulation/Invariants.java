package dev.offpeak.simulation;

import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.gateway.jobs.JobLookup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must hold whatever happens (I1 to I7 of the design), some of it at every step and all of it at the end.
final class Invariants {
    /// A worker that dies or stands still keeps its message or its claim to itself for this long.
    private static final Duration PER_DISTURBANCE = Duration.ofMinutes(13);

    private static final Duration PER_REDRIVE = Duration.ofMinutes(50);
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final Cloud cloud;
    private final Accepted accepted;
    private final List<FakeProvider> providers;
    private final Scenario scenario;
    private final Map<JobId, Settled> ended = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    Invariants(Cloud cloud, Accepted accepted, List<FakeProvider> providers, Scenario scenario) {
        this.cloud = cloud;
        this.accepted = accepted;
        this.providers = List.copyOf(providers);
        this.scenario = scenario;
    }

    void violate(String what) {
        broken.add(what);
    }

    List<String> violations() {
        return List.copyOf(broken);
    }

    /// After every effect on a job's row.
    void written(String effect, Object[] arguments) {
        if (!effect.startsWith("JobStore.")) {
            return;
        }
        if (arguments[0] instanceof Collection<?> many) {
            many.forEach(this::see);
        } else {
            see(arguments[0]);
        }
    }

    private void see(Object written) {
        var id = written instanceof JobRow row ? row.id() : written instanceof Change change ? change.id() : null;
        if (id == null) {
            return;
        }
        var standing = cloud.jobs
                .find(id)
                .map(JobRow::state)
                .filter(Settled.class::isInstance)
                // what became of a call that was under way is entered later, and changes nothing else
                .map(state -> ((Settled) state).with(Optional.empty()));
        var before = ended.get(id);
        if (before != null && !Optional.of(before).equals(standing)) {
            violate("I1: " + id + " had ended as " + Told.of(before) + " and is now " + Told.of(standing.orElse(null)));
        }
        standing.ifPresent(settled -> ended.put(id, settled));
    }

    void log(String line) {
        if (line.contains(Prompt.SECRET)) {
            violate("I6: a prompt or an answer is in the log");
        }
    }

    /// @param disturbances deaths, freezes and time-outs there were
    void atTheEnd(JobLookup lookup, int disturbances) {
        for (var provider : providers) {
            provider.bill().complaints().forEach(this::violate);
        }
        accepted.entries().forEach((id, entry) -> check(id, entry, lookup, disturbances));
        cloud.jobs.rows().stream()
                .filter(row -> !accepted.has(row.id()))
                .forEach(row -> violate("I1: " + row.id() + " has a row and was never accepted"));
        checkCounts();
        checkMoney();
    }

    private void check(JobId id, Accepted.Entry entry, JobLookup lookup, int disturbances) {
        var row = cloud.jobs.find(id);
        var leader = row.flatMap(Invariants::leader);
        var state = leader.flatMap(cloud.jobs::find).or(() -> row).map(JobRow::state);
        if (row.isEmpty() || !(state.orElseThrow() instanceof Settled settled)) {
            violate("I1: " + name(id, entry) + " was accepted and "
                    + state.map(found -> "is still " + found).orElse("has no row"));
            return;
        }
        var late = Duration.between(entry.due(), settled.at());
        var slack = Lateness.EPSILON
                .plus(SKEW)
                .plus(PER_DISTURBANCE.multipliedBy(disturbances))
                .plus(PER_REDRIVE.multipliedBy(cloud.toIntake.redriven() + cloud.express.redriven()))
                .plus(scenario.outage()
                        .map(outage -> Duration.between(outage.from(), outage.to()))
                        .orElse(Duration.ZERO));
        if (entry.job().onLate() != OnLate.WAIT && late.compareTo(slack) > 0) {
            violate("I3: " + name(id, entry) + " ended " + late + " after its deadline (" + slack + " allowed)");
        }
        leader.ifPresent(other -> checkSharing(id, entry, other, settled));
        checkAnswer(id, entry, settled, lookup);
        checkApart(id, entry, row.get(), lookup);
    }

    private static Optional<JobId> leader(JobRow row) {
        return row.state() instanceof Following(var leader) ? Optional.of(leader) : Optional.empty();
    }

    /// One call may answer two jobs only if both said so, ask the same on the same terms, and are in flight together.
    private void checkSharing(JobId id, Accepted.Entry entry, JobId leader, Settled settled) {
        var accepted = entry.due().minus(entry.job().deadline());
        if (settled.at().plus(SKEW).isBefore(accepted)) {
            violate("I1: " + name(id, entry) + " came at " + accepted + " and follows what ended at " + settled.at());
        }
        if (settled.ending() == Ending.CANCELED) {
            violate("I1: " + name(id, entry) + " was withdrawn with " + leader);
        }
        var other = this.accepted.entries().get(leader);
        if (other == null
                || !other.tenant().equals(entry.tenant())
                || !other.job().share()
                || !entry.job().share()
                || !other.job().body().equals(entry.job().body())
                || other.job().onLate() != entry.job().onLate()
                || other.job().onDoubt() != entry.job().onDoubt()) {
            violate("I6: " + name(id, entry) + " is answered by the call of " + leader + ", which is not like it");
        }
    }

    /// Jobs that were answered by another's call.
    long followers() {
        return cloud.jobs.rows().stream()
                .filter(row -> row.state() instanceof Following)
                .count();
    }

    private void checkAnswer(JobId id, Accepted.Entry entry, Settled settled, JobLookup lookup) {
        Optional<Body> shown;
        try {
            shown = lookup.result(settled);
        } catch (IOException | RuntimeException e) {
            violate("I4: the answer of " + name(id, entry) + " cannot be read: " + e.getMessage());
            return;
        }
        if (settled.ending() == Ending.FAILED && shown.isPresent()) {
            checkRefusal(id, entry, settled, shown.get());
            return;
        }
        boolean succeeded = settled.ending() == Ending.SUCCEEDED;
        if (succeeded != shown.isPresent()) {
            violate("I4: " + name(id, entry) + " ended as " + settled.ending() + " and has "
                    + (shown.isPresent() ? "an" : "no") + " answer");
        } else if (shown.isPresent()
                && paid(entry).stream().noneMatch(unit -> unit.answer().equals(shown.get()))) {
            violate("I7: the answer of " + name(id, entry) + " is none the provider gave for it");
        }
    }

    /// What the provider refused has the refusal's own words, which the row's reason was read from.
    private void checkRefusal(JobId id, Accepted.Entry entry, Settled settled, Body shown) {
        int status = settled.answer().orElseThrow().status();
        var code = settled.reason().orElseThrow().code();
        if (status < 400 || !shown.text().contains("\"" + code + "\"")) {
            violate("I7: " + name(id, entry) + " failed as " + code + ", and its answer, a " + status
                    + ", is no such refusal");
        }
    }

    private void checkApart(JobId id, Accepted.Entry entry, JobRow row, JobLookup lookup) {
        if (!row.tenant().equals(entry.tenant())) {
            violate("I6: " + name(id, entry) + " of " + entry.tenant() + " is " + row.tenant() + "'s");
        }
        for (TenantId other : scenario.tenants()) {
            if (!other.equals(entry.tenant()) && !(lookup.find(other, id.value()) instanceof JobLookup.Found.Nothing)) {
                violate("I6: " + other + " can see " + name(id, entry));
            }
        }
    }

    private void checkCounts() {
        long succeeded = count(row -> row.ending() == Ending.SUCCEEDED);
        long sure = count(row -> row.ending() == Ending.FAILED
                && (row.by().contains("batch_") || row.by().startsWith("express#")));
        long failed = count(row -> row.ending() == Ending.FAILED || row.ending() == Ending.EXPIRED);
        var sum = ledger();
        if (sum.succeeded() != succeeded) {
            violate("I2: the ledger has " + sum.succeeded() + " successes and the rows " + succeeded);
        }
        if (sum.failed() < sure || sum.failed() > failed) {
            violate("I2: the ledger has " + sum.failed() + " failures and the rows " + sure + " to " + failed);
        }
        long paid = cloud.jobs.rows().stream()
                .map(JobRow::state)
                .filter(Settled.class::isInstance)
                .flatMap(state -> ((Settled) state).cost().stream())
                .mapToLong(cost -> cost.paid().value())
                .sum();
        if (sum.cost().paid().value() != paid) {
            violate("I2: the ledger has paid " + sum.cost().paid() + ", the rows " + paid + " nano-dollars");
        }
    }

    private interface Test {
        boolean of(Settled settled);
    }

    private long count(Test test) {
        return cloud.jobs.rows().stream()
                .filter(row -> row.state() instanceof Settled settled && test.of(settled))
                .count();
    }

    /// The provider's bill is what the ledger says, but for calls it calls in doubt and what the provider kept back.
    private void checkMoney() {
        var sum = ledger();
        long known = sum.cost().paid().value()
                + sum.unused().duplicateSpend().value()
                + sum.unused().canceledSpend().value();
        var told = units().stream().filter(Bill.Unit::isTold).toList();
        long billed = told.stream().mapToLong(Bill.Unit::nanos).sum();
        long doubtful = told.stream()
                .filter(unit -> unit.way() == Bill.Way.DIRECT)
                .map(Bill.Unit::nanos)
                .sorted(Comparator.reverseOrder())
                .limit(sum.unused().inDoubt())
                .mapToLong(Long::longValue)
                .sum();
        if (billed < known || billed > known + doubtful) {
            violate("I2: the providers bill " + billed + ", the ledger knows of " + known + " and doubts " + doubtful);
        }
        checkOnce(sum);
    }

    private void checkOnce(Amounts sum) {
        if (!isRescued() && sum.unused().inDoubt() == 0) {
            if (sum.unused().duplicateSpend().value() > 0) {
                violate("I2: " + sum.unused().duplicateSpend() + " were paid twice without need");
            }
            var per = new HashMap<String, Integer>();
            units().stream().filter(Bill.Unit::isTold).forEach(unit -> per.merge(unit.prompt(), 1, Integer::sum));
            per.forEach((prompt, times) -> {
                if (times > acceptedTimes(prompt)) {
                    violate("I2: " + prompt + " was paid " + times + " times without need");
                }
            });
        }
    }

    /// How often it may have been paid for: followers pay nothing.
    private long acceptedTimes(String prompt) {
        return accepted.entries().entrySet().stream()
                .filter(entry -> entry.getValue().job().prompt().equals(prompt))
                .filter(entry -> cloud.jobs
                        .find(entry.getKey())
                        .flatMap(Invariants::leader)
                        .isEmpty())
                .count();
    }

    /// Whether jobs were taken from a batch that might still answer them, which is the one case where the deadline
    /// goes before the money. A bundle that was given up never had a batch, so its jobs cannot have one.
    private boolean isRescued() {
        return cloud.batches.rows().stream().anyMatch(batch -> batch.urgency().jobs() != Urgency.Jobs.HELD)
                || cloud.bundles.rows().stream()
                        .filter(bundle -> !(bundle.state() instanceof BundleState.Failed))
                        .anyMatch(bundle -> bundle.urgency().jobs() != Urgency.Jobs.HELD);
    }

    private Amounts ledger() {
        return cloud.ledger.lines().stream().map(LedgerLine::amounts).reduce(Amounts.NONE, Amounts::plus);
    }

    private List<Bill.Unit> units() {
        return providers.stream()
                .flatMap(provider -> provider.bill().units().stream())
                .toList();
    }

    private List<Bill.Unit> paid(Accepted.Entry entry) {
        return units().stream()
                .filter(unit -> unit.prompt().equals(entry.job().prompt()))
                .toList();
    }

    private static String name(JobId id, Accepted.Entry entry) {
        return entry.job().prompt() + " (" + id + ")";
    }

    static Set<String> kinds(List<String> violations) {
        var kinds = new java.util.TreeSet<String>();
        violations.forEach(violation -> kinds.add(violation.split(":", 2)[0]));
        return kinds;
    }
}
