package dev.offpeak.local.lambda;

/// A runtime said that it cannot start.
final class InitException extends Exception {

    private final String type;

    InitException(RuntimeError error) {
        super(error.message());
        this.type = error.type();
    }

    String type() {
        return type;
    }
}
