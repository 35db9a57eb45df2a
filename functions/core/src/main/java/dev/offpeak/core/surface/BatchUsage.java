package dev.offpeak.core.surface;

import java.util.List;
import java.util.Optional;

/// The tokens that the answers of a batch took together.
///
/// @param cached of the input, what came from a cache
/// @param reasoning of the output, what no answer shows
public record BatchUsage(long input, long cached, long output, long reasoning) {
    public static final BatchUsage NONE = new BatchUsage(0, 0, 0, 0);

    /// Empty if one of them is not known.
    public static Optional<BatchUsage> sum(List<Optional<BatchUsage>> usages) {
        return usages.stream().reduce(Optional.of(NONE), (sum, next) -> sum.flatMap(so -> next.map(so::plus)));
    }

    private BatchUsage plus(BatchUsage more) {
        return new BatchUsage(
                input + more.input, cached + more.cached, output + more.output, reasoning + more.reasoning);
    }

    public long total() {
        return input + output;
    }
}
