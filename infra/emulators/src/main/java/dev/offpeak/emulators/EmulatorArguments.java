package dev.offpeak.emulators;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// The command line of [EmulatorMain]; port 0 asks for any free port, no data folder for a run that leaves nothing.
record EmulatorArguments(EmulatorKind kind, int port, Optional<Path> data, Pace pace, boolean detached) {

    static EmulatorArguments parse(String... arguments) {
        var left = new ArrayDeque<>(List.of(arguments));
        if (left.isEmpty()) {
            throw new IllegalArgumentException("usage: <dynamodb|sqs|s3> [--port N] [--data DIR] [--detached]");
        }
        EmulatorKind kind = EmulatorKind.of(left.remove());
        int port = 0;
        Optional<Path> data = Optional.empty();
        Pace pace = Pace.REAL;
        boolean detached = false;
        while (!left.isEmpty()) {
            String option = left.remove();
            switch (option) {
                case "--port" -> port = Integer.parseInt(valueOf(option, left));
                case "--data" -> data = Optional.of(Path.of(valueOf(option, left)));
                case "--since" -> pace = new Pace(Instant.parse(valueOf(option, left)), pace.speed());
                case "--speed" -> pace = new Pace(pace.since(), Double.parseDouble(valueOf(option, left)));
                case "--detached" -> detached = true;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new EmulatorArguments(kind, port, data, pace, detached);
    }

    private static String valueOf(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.remove();
    }
}
