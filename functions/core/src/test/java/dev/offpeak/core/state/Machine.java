package dev.offpeak.core.state;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// One state machine laid open: its states and events as samples, and what each event does to each state.
///
/// @param states one sample per row of the table, by the name `nameOf` gives it
/// @param events one sample per column; an event with a guard has a sample for either side of it
/// @param initial names of the states a row may be created in
record Machine<S, E>(
        String title,
        String about,
        Class<S> stateType,
        Class<E> eventType,
        Map<String, S> states,
        Map<String, E> events,
        Set<String> initial,
        Function<S, String> nameOf,
        BiFunction<S, E, Step<S>> step) {

    static final String STAYS = "·";

    /// Where `event` takes `state`, or [#STAYS].
    String cell(S state, E event) {
        return switch (step.apply(state, event)) {
            case Step.Moved<S>(var to) -> nameOf.apply(to);
            case Step.Stays<S> stays -> STAYS;
        };
    }

    /// The whole table: one line per event, one column per state.
    List<List<String>> table() {
        var rows = new ArrayList<List<String>>();
        rows.add(Stream.concat(Stream.of("event"), states.keySet().stream()).toList());
        events.forEach((name, event) ->
                rows.add(Stream.concat(Stream.of(name), states.values().stream().map(state -> cell(state, event)))
                        .toList()));
        return rows;
    }

    /// Reads a table as people write it: cells parted by `|`.
    static List<List<String>> read(String table) {
        return table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
    }

    String markdown() {
        var rows = table();
        return "## " + title + "\n\n" + about.strip() + "\n\n" + diagram() + "\n" + row(rows.getFirst())
                + row(rows.getFirst().stream().map(cell -> "---").toList())
                + rows.stream().skip(1).map(Machine::row).collect(joining());
    }

    private String diagram() {
        var text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        states.keySet().stream()
                .filter(name -> !node(name).equals(name))
                .forEach(name -> text.append("    state \"%s\" as %s\n".formatted(name, node(name))));
        initial.forEach(name -> text.append("    [*] --> %s\n".formatted(node(name))));
        states.forEach((from, state) -> {
            var arrows = new LinkedHashMap<String, Set<String>>();
            events.forEach((label, event) -> arrows.computeIfAbsent(cell(state, event), to -> new LinkedHashSet<>())
                    .add(unguarded(state, label)));
            arrows.remove(STAYS);
            arrows.forEach((to, labels) ->
                    text.append("    %s --> %s: %s\n".formatted(node(from), node(to), String.join("<br/>", labels))));
            if (Set.of(from).containsAll(arrows.keySet())) {
                text.append("    %s --> [*]\n".formatted(node(from)));
            }
        });
        return text.append("```\n").toString();
    }

    /// The event's name without its guard where the guard makes no difference.
    private String unguarded(S state, String label) {
        long ways = events.entrySet().stream()
                .filter(event -> kind(event.getKey()).equals(kind(label)))
                .map(event -> cell(state, event.getValue()))
                .distinct()
                .count();
        return ways == 1 ? kind(label) : label;
    }

    /// What stands before the brackets.
    static String kind(String label) {
        return label.replaceFirst(" \\(.*", "");
    }

    private static String node(String name) {
        return name.replace(" ", "_");
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
