package dev.offpeak.simulator.answers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A summary in the plainest way: the beginning of the text.
final class Summary {
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)|\\n");
    private static final int ENOUGH = 60;
    private static final int LIMIT = 240;

    private Summary() {}

    /// The first sentence, or as many as it takes to say something.
    static String of(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        int cut = Math.min(text.length(), LIMIT);
        while (end.find() && end.end() <= LIMIT) {
            cut = end.end();
            if (cut >= ENOUGH) {
                break;
            }
        }
        return text.substring(0, cut).strip();
    }
}
