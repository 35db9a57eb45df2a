package dev.offpeak.gateway.dropin;

import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.gateway.http.HttpRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the headers of a drop-in call say about waiting.
public sealed interface Asked {
    record Waits() implements Asked {}

    record Background(Optional<String> deadline, Optional<String> label, Terms terms) implements Asked {
        /// The job that makes the call.
        public JobSpec job(Provider provider, Request call) {
            return new JobSpec(
                    provider.id(),
                    call,
                    Optional.of(false),
                    deadline,
                    label,
                    Optional.empty(),
                    Optional.empty(),
                    terms);
        }
    }

    record Unclear(String why) implements Asked {}

    /// What a job is told by its headers; a call that says any of it is one that nobody waits for.
    Set<String> OF_A_JOB =
            Set.of("offpeak-deadline", "offpeak-label", "offpeak-on-doubt", "offpeak-on-late", "offpeak-share");

    static Asked of(HttpRequest request) {
        return of(request, false);
    }

    /// Of a call whose body asks for the background already.
    static Asked ofBackground(HttpRequest request) {
        return of(request, true);
    }

    /// @param background whether silence about waiting means that nobody does
    private static Asked of(HttpRequest request, boolean background) {
        boolean isJob = background;
        for (var name : request.headers().keySet()) {
            if (name.startsWith("offpeak-") && !name.equals("offpeak-waiting")) {
                if (!OF_A_JOB.contains(name)) {
                    // a slip of the pen would cost twice as much without a word
                    return new Unclear(name + ": there is no such header, but there are offpeak-waiting, "
                            + String.join(", ", new TreeSet<>(OF_A_JOB)));
                }
                isJob = true;
            }
        }
        var deadline = request.header("offpeak-deadline");
        var onLate = request.choice("offpeak-on-late", OnLate.class, Terms.DEFAULT.onLate());
        var onDoubt = request.choice("offpeak-on-doubt", OnDoubt.class, Terms.DEFAULT.onDoubt());
        if (onLate.isEmpty()) {
            return new Unclear("Offpeak-On-Late: must be express, wait or expire");
        }
        if (onDoubt.isEmpty()) {
            return new Unclear("Offpeak-On-Doubt: must be fail or retry");
        }
        var share = request.header("offpeak-share").map(said -> said.strip().toLowerCase(Locale.ROOT));
        if (share.filter(said -> !said.equals("true") && !said.equals("false")).isPresent()) {
            return new Unclear("Offpeak-Share: must be true or false");
        }
        var terms = new Terms(
                onLate.get(), onDoubt.get(), share.filter("true"::equals).isPresent());
        var nobodyWaits = new Background(deadline, request.header("offpeak-label"), terms);
        var waiting = request.header("offpeak-waiting");
        if (waiting.isEmpty()) {
            return isJob || prefersAsync(request) ? nobodyWaits : new Waits();
        }
        return switch (waiting.get().strip().toLowerCase(Locale.ROOT)) {
            case "none", "false" -> nobodyWaits;
            case "true" -> new Waits();
            // guessing would either cost twice as much or keep somebody waiting for hours
            default -> new Unclear("Offpeak-Waiting: must be none, false or true");
        };
    }

    /// Whether it is not said outright that nobody waits, but only by what a client may say with all its calls.
    static boolean onlyPrefers(HttpRequest request) {
        return request.header("offpeak-waiting").isEmpty()
                && request.header("offpeak-deadline").isEmpty();
    }

    /// RFC 7240: preferences are parted by commas, parameters by semicolons.
    static boolean prefersAsync(HttpRequest request) {
        var said = request.header("prefer");
        return said.isPresent()
                && Arrays.stream(said.get().split(","))
                        .map(preference -> preference.split(";", 2)[0].strip())
                        .anyMatch("respond-async"::equalsIgnoreCase);
    }
}
