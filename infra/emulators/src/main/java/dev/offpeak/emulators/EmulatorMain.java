package dev.offpeak.emulators;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs one emulator: `EmulatorMain <dynamodb|sqs|s3> --port N [--data DIR] [--since INSTANT --speed X]
/// [--detached]`.
///
/// Prints exactly one line, `ready <kind> <port>`, on standard output. Everything else goes to standard error.
/// Without `--detached` the process ends when its standard input closes or its parent is gone.
public final class EmulatorMain {

    private EmulatorMain() {}

    public static void main(String[] arguments) {
        PrintStream announcements = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // The emulators greet on standard output; the launcher must read nothing there but the ready line.
        System.setOut(System.err);
        EmulatorArguments asked = EmulatorArguments.parse(arguments);
        if (!asked.detached()) {
            endWithParent();
        }
        int port = start(asked);
        announcements.println("ready " + asked.kind().label() + " " + port);
    }

    private static int start(EmulatorArguments asked) {
        try {
            return switch (asked.kind()) {
                case DYNAMODB -> DynamoDbEmulator.start(asked.port(), asked.data());
                case SQS -> SqsEmulator.start(asked.port(), asked.data(), asked.pace());
                case S3 -> S3Emulator.start(asked.port(), asked.data());
            };
        } catch (Exception failed) {
            // threads of a half-started emulator would keep the process alive and silent
            failed.printStackTrace(System.err);
            System.exit(1);
            throw new IllegalStateException("not reached", failed);
        }
    }

    // The kernel closes the pipe even when the parent dies by SIGKILL, which no hook in the parent would see.
    private static void endWithParent() {
        var _ = ProcessHandle.current().parent().map(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            waitForEnd(System.in);
            System.exit(0);
        });
    }

    private static void waitForEnd(InputStream input) {
        try {
            while (input.read() >= 0) {
                // Nothing is said on standard input; only its end counts.
            }
        } catch (IOException closed) {
            System.err.println("standard input broke, taken as its end: " + closed.getMessage());
        }
    }
}
