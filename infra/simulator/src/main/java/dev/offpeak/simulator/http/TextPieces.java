package dev.offpeak.simulator.http;

import java.util.List;
import java.util.regex.Pattern;

/// Cuts an answer into the pieces a stream delivers: a word with the space in front of it.
public final class TextPieces {
    private static final Pattern BEFORE_SPACE = Pattern.compile("(?<=\\S)(?=\\s)");

    private TextPieces() {}

    public static List<String> of(String text) {
        return text.isEmpty() ? List.of() : List.of(BEFORE_SPACE.split(text, -1));
    }
}
