package dev.offpeak.local.template;

import java.util.List;
import java.util.stream.Collectors;

/// A string of the template that may name resources whose address is known only once they run.
public sealed interface Text {

    record Literal(String value) implements Text {}

    /// A resource's `!Ref` (attribute `Ref`) or one of its attributes, such as `Arn`.
    record Reference(String resource, String attribute) implements Text {}

    record Joined(List<Text> parts) implements Text {
        public Joined {
            parts = List.copyOf(parts);
        }
    }

    /// Gives resources their local names and addresses.
    @FunctionalInterface
    interface Names {
        String of(String resource, String attribute);
    }

    default String in(Names names) {
        return switch (this) {
            case Literal(var value) -> value;
            case Reference(var resource, var attribute) -> names.of(resource, attribute);
            case Joined(var parts) -> parts.stream().map(part -> part.in(names)).collect(Collectors.joining());
        };
    }
}
