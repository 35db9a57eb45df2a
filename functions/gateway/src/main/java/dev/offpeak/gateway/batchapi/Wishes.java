package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.gateway.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the headers of a create call ask for, beyond what the provider's own API knows.
sealed interface Wishes {
    /// As both providers have it: what a batch has not done in a day it will not do, nor charge.
    Duration WINDOW = Duration.ofHours(24);

    record Clear(String deadline, Optional<String> label, Terms terms) implements Wishes {}

    record Unclear(String header, String why) implements Wishes {}

    static Wishes of(HttpRequest request) {
        var onLate = choice(OnLate.class, request.header("offpeak-on-late"), OnLate.EXPIRE);
        if (onLate.isEmpty()) {
            return new Unclear("Offpeak-On-Late", "must be express, wait or expire");
        }
        var onDoubt = choice(OnDoubt.class, request.header("offpeak-on-doubt"), Terms.DEFAULT.onDoubt());
        if (onDoubt.isEmpty()) {
            return new Unclear("Offpeak-On-Doubt", "must be fail or retry");
        }
        var label = request.header("offpeak-label");
        if (label.filter(text -> !text.matches("[A-Za-z0-9_.:/ -]{1,128}")).isPresent()) {
            return new Unclear("Offpeak-Label", "must be 1 to 128 characters of A-Za-z0-9_.:/ -");
        }
        return new Clear(
                request.header("offpeak-deadline").orElse(WINDOW.toString()),
                label,
                new Terms(onLate.get(), onDoubt.get(), false));
    }

    /// Empty when the header says something else than one of the type's names.
    private static <E extends Enum<E>> Optional<E> choice(Class<E> type, Optional<String> said, E usual) {
        return said.isEmpty()
                ? Optional.of(usual)
                : Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.name()
                                .toLowerCase(Locale.ROOT)
                                .equals(said.get().strip().toLowerCase(Locale.ROOT)))
                        .findFirst();
    }
}
