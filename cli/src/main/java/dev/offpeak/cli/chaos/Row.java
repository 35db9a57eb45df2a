package dev.offpeak.cli.chaos;

import java.util.Optional;

/// A job's row, as far as it matters here.
///
/// @param ending empty while it has not ended
/// @param code why it did not succeed
/// @param paid nano-dollars
record Row(String id, Optional<String> ending, Optional<String> label, Optional<String> code, long paid) {
    boolean ended(String how) {
        return ending.filter(how::equals).isPresent();
    }

    boolean isInDoubt() {
        return code.filter("in_doubt"::equals).isPresent();
    }
}
