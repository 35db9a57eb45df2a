package dev.offpeak.workers.intake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.job.KeyStore.Claim;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.intake.Leaders.Leader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Lets one paid call answer identical jobs that are in flight together, where their callers allow it.
///
/// The first to claim the key of its request leads, and is staged like any other job. Later ones follow: their rows
/// name
/// the leader, and no line is staged for them. A job follows only a leader that is certain to run; in every other case
/// it runs by itself, since sharing saves money and must not cost an answer.
public final class ShareCalls {
    private static final Logger LOG = System.getLogger(ShareCalls.class.getName());

    private final KeyStore keys;
    private final JobStore jobs;
    private final StageBatchJobs stage;
    private final Leaders leaders;

    public ShareCalls(KeyStore keys, JobStore jobs, SegmentStore segments, StageBatchJobs stage) {
        this.keys = keys;
        this.jobs = jobs;
        this.stage = stage;
        this.leaders = new Leaders(jobs, segments);
    }

    /// Jobs that are alike, the most urgent first: the others have the time to follow it.
    ///
    /// @param over a claim of their key that counts no longer
    private record Kind(String likeness, List<Incoming.Good> jobs, Optional<Claim> over) {
        Kind over(Claim claim) {
            return new Kind(likeness, jobs, Optional.of(claim));
        }

        KeyStore.Wish wish(Instant now) {
            var first = jobs.getFirst();
            return new KeyStore.Wish(
                    first.tenant(),
                    // no Idempotency-Key has a space in it
                    "share " + likeness,
                    // as of now: the job itself may have lain in the queue for long
                    new Claim(first.id().value(), now, likeness),
                    first.admitted().deadline(),
                    over.map(Claim::id));
        }
    }

    /// @param claim the one that stands for the key of these jobs
    private record Claimed(Kind kind, Claim claim) {
        boolean isOurs() {
            return kind.jobs().stream().anyMatch(this::leads);
        }

        Stream<Follower> followers() {
            return kind.jobs().stream().filter(job -> !leads(job)).map(job -> new Follower(job, claim));
        }

        private boolean leads(Incoming.Good job) {
            return job.id().value().equals(claim.id());
        }
    }

    /// A job that would follow the one that has claimed its key.
    private record Follower(Incoming.Good job, Claim claim) {
        /// It must not end before its time: neither by a leader with more time than it has, nor by one that gives up
        /// first.
        boolean suits(JobRow leader) {
            var own = job.admitted().deadline();
            var its = leader.particulars().orElseThrow().deadline();
            boolean inTime = job.spec().terms().onLate() == OnLate.EXPIRE ? own.equals(its) : !own.isBefore(its);
            return inTime && leader.tenant().equals(job.tenant());
        }

        JobRow row() {
            return job.row(new Following(new JobId(claim.id())));
        }
    }

    /// @return the deliveries that must come again
    Set<Integer> stage(List<Incoming.Good> batch, Instant now) {
        var followers =
                claimed(kinds(batch), now).stream().flatMap(Claimed::followers).toList();
        var ids = followers.stream().map(follower -> follower.job().id()).collect(toSet());
        // leaders first: those of this very invocation can be followed as soon as their lines are safe
        var again = new TreeSet<>(stage.stage(
                batch.stream().filter(job -> !ids.contains(job.id())).toList(), now));
        again.addAll(stage.stage(follow(followers, now, again), now));
        return again;
    }

    private static List<Kind> kinds(List<Incoming.Good> batch) {
        var alike = batch.stream()
                .filter(job -> job.spec().terms().share())
                .sorted(Comparator.comparing(job -> job.admitted().deadline()))
                .collect(groupingBy(Likeness::of, LinkedHashMap::new, toList()));
        return alike.entrySet().stream()
                .map(kind -> new Kind(kind.getKey(), kind.getValue(), Optional.empty()))
                .toList();
    }

    private List<Claimed> claimed(List<Kind> kinds, Instant now) {
        try {
            return replaceGone(claim(kinds, now), now);
        } catch (RuntimeException e) {
            // whatever the store does, the jobs can run
            LOG.log(
                    Level.WARNING,
                    "{0} kinds of requests are not shared: {1}: {2}",
                    kinds.size(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
            return List.of();
        }
    }

    private List<Claimed> claim(List<Kind> kinds, Instant now) {
        var standing = keys.claim(kinds.stream().map(kind -> kind.wish(now)).toList());
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> new Claimed(kinds.get(i), standing.get(i)))
                .toList();
    }

    /// A key is kept until its leader's deadline, and the leader may be over long before: then another one leads.
    private List<Claimed> replaceGone(List<Claimed> claimed, Instant now) {
        var seen = leaders.look(
                claimed.stream()
                        .filter(one -> !one.isOurs())
                        .map(Claimed::claim)
                        .collect(toSet()),
                now);
        var kept = new ArrayList<Claimed>();
        var free = new ArrayList<Kind>();
        for (var one : claimed) {
            if (seen.get(one.claim()) instanceof Leader.Gone) {
                free.add(one.kind().over(one.claim()));
            } else {
                kept.add(one);
            }
        }
        kept.addAll(claim(free, now));
        return kept;
    }

    /// @return those that run by themselves
    private List<Incoming.Good> follow(List<Follower> followers, Instant now, Set<Integer> again) {
        var seen = leaders.look(followers.stream().map(Follower::claim).collect(toSet()), now);
        var joining = new ArrayList<Follower>();
        var alone = new ArrayList<Incoming.Good>();
        for (var follower : followers) {
            switch (seen.getOrDefault(follower.claim(), new Leader.Gone())) {
                case Leader.Running(var leader) when follower.suits(leader) -> joining.add(follower);
                case Leader.Coming coming -> again.add(follower.job().delivery());
                case Leader.Running tooLate -> alone.add(follower.job());
                case Leader.Gone gone -> alone.add(follower.job());
            }
        }
        alone.addAll(join(joining, again));
        return alone;
    }

    /// @return those that were taken in before by themselves: staging knows whether their lines are safe
    private List<Incoming.Good> join(List<Follower> joining, Set<Integer> again) {
        var writes = jobs.insert(joining.stream().map(Follower::row).toList());
        var alone = new ArrayList<Incoming.Good>();
        for (int i = 0; i < joining.size(); i++) {
            var job = joining.get(i).job();
            switch (writes.get(i)) {
                case Write.Done<JobRow> done -> {}
                case Write.Lost<JobRow>(var current) when current.isEmpty() -> again.add(job.delivery());
                case Write.Lost<JobRow>(var current) when current.get().state() instanceof Following -> {}
                case Write.Lost<JobRow> standing -> alone.add(job);
                case Write.NotDone<JobRow> notDone -> again.add(job.delivery());
            }
        }
        return alone;
    }
}
