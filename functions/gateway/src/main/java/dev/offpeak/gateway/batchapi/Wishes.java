package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.gateway.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/// What the headers of a create call ask for, beyond what the provider's own API knows.
sealed interface Wishes {
    /// As both providers have it: what a batch has not done in a day it will not do, nor charge.
    Duration WINDOW = Duration.ofHours(24);

    record Clear(String deadline, Optional<String> label, Terms terms) implements Wishes {}

    record Unclear(String header, String why) implements Wishes {}

    static Wishes of(HttpRequest request) {
        var onLate = request.choice("offpeak-on-late", OnLate.class, OnLate.EXPIRE);
        if (onLate.isEmpty()) {
            return new Unclear("Offpeak-On-Late", "must be express, wait or expire");
        }
        var onDoubt = request.choice("offpeak-on-doubt", OnDoubt.class, Terms.DEFAULT.onDoubt());
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
}
