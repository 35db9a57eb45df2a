package dev.offpeak.gateway.dropin;

import dev.offpeak.gateway.http.HttpRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the headers of a drop-in call say about waiting.
sealed interface Asked {
    record Waits() implements Asked {}

    record Background(Optional<String> deadline, Optional<String> label) implements Asked {}

    record Unclear(String why) implements Asked {}

    static Asked of(HttpRequest request) {
        var deadline = request.header("offpeak-deadline");
        var background = new Background(deadline, request.header("offpeak-label"));
        var waiting = request.header("offpeak-waiting");
        if (waiting.isEmpty()) {
            return deadline.isPresent() || prefersAsync(request) ? background : new Waits();
        }
        return switch (waiting.get().strip().toLowerCase(Locale.ROOT)) {
            case "none", "false" -> background;
            case "true" -> new Waits();
            // guessing would either cost twice as much or keep somebody waiting for hours
            default -> new Unclear("Offpeak-Waiting: must be none, false or true");
        };
    }

    /// RFC 7240: preferences are parted by commas, parameters by semicolons.
    static boolean prefersAsync(HttpRequest request) {
        return request.header("prefer").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(preference -> preference.split(";", 2)[0].strip())
                .anyMatch("respond-async"::equalsIgnoreCase);
    }
}
