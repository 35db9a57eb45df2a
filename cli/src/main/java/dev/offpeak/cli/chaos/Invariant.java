package dev.offpeak.cli.chaos;

import java.util.List;

/// Something that has to hold whatever was killed.
///
/// @param detail the numbers it was tried with
/// @param offenders what breaks it, job ids where there are any; none when it holds
record Invariant(String name, String detail, List<String> offenders) {
    Invariant {
        offenders = List.copyOf(offenders);
    }

    boolean holds() {
        return offenders.isEmpty();
    }
}
