package dev.offpeak.workers.intake;

import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.express.ExpressLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Takes in jobs that no batch is to hold: they go to the express lane, or had ended before they came.
///
/// A job may have come before, when there was more time, and its intake may have died over it: what its row says goes.
final class PassOn {
    private final JobStore jobs;
    private final ExpressLane express;

    PassOn(JobStore jobs, ExpressLane express) {
        this.jobs = jobs;
        this.express = express;
    }

    /// @param again the deliveries that must come again
    /// @param staged jobs whose rows name a segment: whether that one is there is for the stage to find out
    record Outcome(Set<Integer> again, List<Incoming.Good> staged) {}

    /// Row first, message second: a row without its message is found again when the queue redelivers ours.
    ///
    /// @param as what their rows are to say
    Outcome pass(List<Incoming.Good> passing, Function<Incoming.Good, JobState> as) {
        var writes =
                jobs.insert(passing.stream().map(job -> job.row(as.apply(job))).toList());
        var again = new TreeSet<Integer>();
        var staged = new ArrayList<Incoming.Good>();
        var sending = new ArrayList<Incoming.Good>();
        for (int i = 0; i < passing.size(); i++) {
            var job = passing.get(i);
            switch (writes.get(i)) {
                case Write.Done<JobRow> done -> put(job, as.apply(job), sending, staged);
                // what the row says is not known, and guessing could let go of the only message there is
                case Write.Lost<JobRow>(var current) when current.isEmpty() -> again.add(job.delivery());
                case Write.Lost<JobRow>(var current) -> put(job, current.get().state(), sending, staged);
                case Write.NotDone<JobRow> notDone -> again.add(job.delivery());
            }
        }
        var sent = express.send(sending.stream().map(Incoming.Good::forward).toList(), Duration.ZERO);
        for (int i = 0; i < sending.size(); i++) {
            if (!sent.get(i)) {
                again.add(sending.get(i).delivery());
            }
        }
        return new Outcome(again, staged);
    }

    private static void put(
            Incoming.Good job, JobState state, List<Incoming.Good> sending, List<Incoming.Good> staged) {
        switch (state) {
            case JobState.Express express -> sending.add(job);
            case JobState.Staged staging -> staged.add(job);
            // it has ended, now or before, or will when another does
            case JobState.Settled settled -> {}
            case JobState.Following following -> {}
        }
    }
}
