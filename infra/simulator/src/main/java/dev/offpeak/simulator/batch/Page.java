package dev.offpeak.simulator.batch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A window on a list.
public record Page<T>(List<T> data, boolean hasMore) {

    public Page {
        data = List.copyOf(data);
    }

    /// The items behind the one with the cursor's id; an unknown cursor leaves nothing.
    public static <T> Page<T> after(List<T> all, Function<T, String> id, Optional<String> cursor, int limit) {
        int from = cursor.map(c -> indexOf(all, id, c) + 1).orElse(0);
        List<T> rest = from == 0 && cursor.isPresent() ? List.of() : all.subList(from, all.size());
        return new Page<>(rest.subList(0, Math.min(limit, rest.size())), rest.size() > limit);
    }

    /// The items right in front of the one with the cursor's id.
    public static <T> Page<T> before(List<T> all, Function<T, String> id, String cursor, int limit) {
        int end = Math.max(0, indexOf(all, id, cursor));
        int from = Math.max(0, end - limit);
        return new Page<>(all.subList(from, end), from > 0);
    }

    private static <T> int indexOf(List<T> all, Function<T, String> id, String cursor) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(cursor)) {
                return i;
            }
        }
        return -1;
    }
}
