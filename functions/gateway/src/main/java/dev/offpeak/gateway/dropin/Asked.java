package dev.offpeak.gateway.dropin;

import dev.offpeak.gateway.http.HttpRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the headers of a drop-in call say about waiting.
record Asked(boolean isBackground, Optional<String> deadline, Optional<String> label) {
    static Asked of(HttpRequest request) {
        var deadline = request.header("offpeak-deadline");
        var waiting =
                request.header("offpeak-waiting").map(value -> value.strip().toLowerCase(Locale.ROOT));
        boolean background =
                waiting.isPresent() ? waiting.get().equals("none") : deadline.isPresent() || prefersAsync(request);
        return new Asked(background, deadline, request.header("offpeak-label"));
    }

    /// RFC 7240: preferences are parted by commas, parameters by semicolons.
    private static boolean prefersAsync(HttpRequest request) {
        return request.header("prefer").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(preference -> preference.split(";", 2)[0].strip())
                .anyMatch("respond-async"::equalsIgnoreCase);
    }
}
