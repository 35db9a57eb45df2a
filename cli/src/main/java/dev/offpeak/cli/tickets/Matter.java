package dev.offpeak.cli.tickets;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What there is to say about one label.
record Matter(List<String> subjects, List<String> situations, List<String> details, List<String> asks) {
    static Map<Label, Matter> all() {
        Map<Label, Matter> matters = new EnumMap<>(Label.class);
        Arrays.stream(Label.values()).forEach(label -> matters.put(label, of(label)));
        return matters;
    }

    private static Matter of(Label label) {
        Sections text = Sections.read("labels/" + label.name().toLowerCase(Locale.ROOT) + ".txt");
        return new Matter(text.of("subject"), text.of("situation"), text.of("detail"), text.of("ask"));
    }
}
