package dev.offpeak.cli.tickets;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a ticket is about; one team answers each.
public enum Label {
    BILLING,
    SHIPPING,
    RETURNS,
    ACCOUNT,
    TECHNICAL,
    CANCELLATION,
    QUESTION,
    FEEDBACK,
    PRIVACY,
    OTHER;

    /// As prompts and answers write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Label> of(String word) {
        return Arrays.stream(values())
                .filter(label -> label.word().equalsIgnoreCase(word.strip()))
                .findFirst();
    }

    /// All of them, as a prompt lists them.
    public static String list() {
        return Arrays.stream(values()).map(Label::word).collect(Collectors.joining(", "));
    }
}
