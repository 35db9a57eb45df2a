package dev.offpeak.core.surface;

import java.util.Optional;

/// Why a call of a batch API is turned down; the provider's surface puts it into the provider's words.
public sealed interface Refusal {
    /// @param param what is to blame
    record Bad(Optional<String> param, String why) implements Refusal {}

    record TooLarge(long bytes, long most) implements Refusal {}

    record NoSuchBatch(String id) implements Refusal {}

    record NoSuchFile(String id) implements Refusal {}

    /// The results of a batch that has not ended, or has been deleted.
    record NoResults(String id) implements Refusal {}

    /// More than one answer carries.
    record ResultsTooLarge(long bytes, long most) implements Refusal {
        public String why() {
            return "The results have " + bytes + " bytes, and one answer carries at most " + most
                    + ". Read them in ranges: with the header 'Range: bytes=0-" + (most - 1)
                    + "', then from where that ended";
        }
    }

    /// The results end before what was asked for of them.
    record NoSuchRange(long bytes) implements Refusal {
        public String why() {
            return "The results have " + bytes + " bytes, and the range that was asked for begins behind them";
        }
    }

    /// Too late to cancel it.
    record Over(BatchView batch) implements Refusal {}

    /// Too early to delete it.
    record NotOver(BatchView batch) implements Refusal {}

    record NotAllowed(String allowed) implements Refusal {}

    /// A part of ours cannot be reached.
    record Unavailable(String why) implements Refusal {}

    /// A batch was not taken in, and could not be taken back either: lines of it may run.
    record Unsettled(String id) implements Refusal {
        public String why() {
            return "batch " + id + " was not accepted, and what the queue may have of it could not all be withdrawn:"
                    + " before you send it again, look at this one, which is being cancelled or else carried on";
        }
    }

    static Refusal bad(String param, String why) {
        return new Bad(Optional.of(param), why);
    }
}
