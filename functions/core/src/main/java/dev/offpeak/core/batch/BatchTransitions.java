package dev.offpeak.core.batch;

import dev.offpeak.core.batch.BatchEvent.Advance;
import dev.offpeak.core.batch.BatchEvent.Cancel;
import dev.offpeak.core.batch.BatchEvent.Copy;
import dev.offpeak.core.batch.BatchEvent.End;
import dev.offpeak.core.batch.BatchEvent.Find;
import dev.offpeak.core.batch.BatchEvent.Finish;
import dev.offpeak.core.batch.BatchEvent.Lose;
import dev.offpeak.core.batch.BatchState.Active;
import dev.offpeak.core.batch.BatchState.Canceling;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Copied;
import dev.offpeak.core.batch.BatchState.Ended;
import dev.offpeak.core.batch.BatchState.Imported;
import dev.offpeak.core.batch.BatchState.Missing;
import dev.offpeak.core.state.Step;

/// The one place where a batch's state changes.
public final class BatchTransitions {
    private BatchTransitions() {}

    public static Step<BatchState> on(BatchState state, BatchEvent event) {
        return switch (state) {
            case Active() ->
                switch (event) {
                    case Cancel() -> Step.to(new Canceling());
                    case Lose(var at) -> Step.to(new Missing(at));
                    case End(var files) -> Step.to(new Ended(files));
                    default -> notIn("ACTIVE");
                };
            case Canceling() ->
                switch (event) {
                    case Lose(var at) -> Step.to(new Missing(at));
                    case End(var files) -> Step.to(new Ended(files));
                    default -> notIn("CANCELING");
                };
            case Missing missing ->
                switch (event) {
                    case Find() -> Step.to(new Active());
                    case End(var files) -> Step.to(new Ended(files));
                    default -> notIn("MISSING");
                };
            case Ended ended ->
                switch (event) {
                    case Copy(var objects) -> Step.to(new Copied(objects, Checkpoint.START));
                    default -> notIn("ENDED");
                };
            case Copied(var objects, var checkpoint) ->
                switch (event) {
                    case Advance(var to) when isAhead(to, checkpoint) -> Step.to(new Copied(objects, to));
                    case Advance advance -> Step.stays("the import is further already");
                    case Finish() -> Step.to(new Imported(checkpoint.tally()));
                    default -> notIn("COPIED");
                };
            case Imported imported -> Step.stays("is imported");
        };
    }

    private static boolean isAhead(Checkpoint to, Checkpoint from) {
        return to.object() > from.object() || (to.object() == from.object() && to.offset() > from.offset());
    }

    private static Step<BatchState> notIn(String state) {
        return Step.stays("does not happen in " + state);
    }
}
