package dev.offpeak.testkit;

import static java.util.Comparator.comparing;

import dev.offpeak.core.surface.Stretch;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Cuts a stretch out of a list as an index does.
final class Stretches {
    private Stretches() {}

    static <T> List<T> of(Stream<T> all, Function<T, String> place, Stretch stretch) {
        var order = comparing(place);
        return all.sorted(stretch.newer() ? order : order.reversed())
                .filter(entry -> stretch.from().isEmpty()
                        || Integer.signum(place.apply(entry)
                                        .compareTo(stretch.from().get()))
                                == (stretch.newer() ? 1 : -1))
                .limit(stretch.limit())
                .toList();
    }
}
