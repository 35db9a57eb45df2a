package dev.offpeak.cli.tickets;

import java.util.List;
import java.util.stream.Stream;

/// How somebody writes: the way in, what is said by the way, and the way out.
record Voice(List<String> openings, List<String> asides, List<String> endings) {
    static List<Voice> all() {
        return Stream.of("brisk", "warm", "cross", "formal", "rambling", "learner")
                .map(name -> Sections.read("voices/" + name + ".txt"))
                .map(text -> new Voice(text.of("opening"), text.of("aside"), text.of("ending")))
                .toList();
    }
}
