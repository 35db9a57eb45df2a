package dev.offpeak.aws;

import java.util.ArrayList;
import java.util.List;

/// What goes into one call where a call takes so many.
final class Chunks {
    private Chunks() {}

    /// Runs of at most `size`, in order.
    static <A> List<List<A>> of(List<A> all, int size) {
        var chunks = new ArrayList<List<A>>();
        for (int i = 0; i < all.size(); i += size) {
            chunks.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return chunks;
    }
}
