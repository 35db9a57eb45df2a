package dev.offpeak.simulator.answers;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a prompt wants done, and to which text.
///
/// @param labels the choices, if it is a classification
/// @param subject the text to work on, without the instructions
record Task(Optional<Labels> labels, boolean summarise, boolean json, String subject) {
    private static final Pattern SUMMARY =
            Pattern.compile("\\b(summar(y|i[sz]e|ies)|tl;?dr|abstract)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUBJECT_MARK = Pattern.compile(
            "(?im)^\\s*(?:the )?(?:text|ticket|message|email|e-mail|review|document|article|input|content|body|comment|"
                    + "question|request|issue|customer|title|query)\\s*:\\s*");

    static Task read(Prompt prompt) {
        String all = prompt.all();
        return new Task(
                Labels.find(all),
                mentionsSummary(all),
                all.toLowerCase(Locale.ROOT).contains("json"),
                subject(prompt));
    }

    // no expression over a long prompt that has none of its words
    private static boolean mentionsSummary(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean cued = lower.contains("summar") || lower.contains("tl;dr") || lower.contains("tldr");
        return (cued || lower.contains("abstract")) && SUMMARY.matcher(lower).find();
    }

    private static String subject(Prompt prompt) {
        Matcher mark = SUBJECT_MARK.matcher(prompt.text());
        if (mark.find()) {
            return prompt.text().substring(mark.end()).strip();
        }
        // without a mark: every line that does not give orders
        String rest = prompt.text()
                .lines()
                .filter(Predicate.not(Task::isInstruction))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
                .strip();
        return rest.isEmpty() ? afterColon(prompt.text()) : rest;
    }

    // "Summarise: the text", all on one line
    private static String afterColon(String text) {
        int colon = text.indexOf(": ");
        return colon > 0 && colon < 80 ? text.substring(colon + 2).strip() : text;
    }

    private static boolean isInstruction(String line) {
        return Labels.find(line).isPresent() || (line.length() < 200 && mentionsSummary(line));
    }
}
