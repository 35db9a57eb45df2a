package dev.offpeak.emulators;

import java.util.Locale;

/// The AWS services that are played by an emulator of their own.
public enum EmulatorKind {
    DYNAMODB,
    SQS,
    S3;

    /// The name used on the command line and in the ready line.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EmulatorKind of(String label) {
        for (EmulatorKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown emulator " + label + ": expected dynamodb, sqs or s3");
    }
}
