package dev.offpeak.simulation;

import java.util.Optional;
import java.util.regex.Pattern;

/// The words by which a run knows its own prompts and answers again, wherever they turn up.
final class Prompt {
    /// In every prompt and every answer, and nowhere else.
    static final String SECRET = "xyzzy";

    private static final Pattern NAME = Pattern.compile(SECRET + "-p[0-9]+");

    private Prompt() {}

    static String name(int job) {
        return SECRET + "-p" + job;
    }

    static Optional<String> in(String text) {
        var found = NAME.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
