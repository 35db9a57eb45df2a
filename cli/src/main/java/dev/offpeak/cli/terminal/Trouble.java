package dev.offpeak.cli.terminal;

/// What went wrong, in words for the person at the terminal; it ends the command with exit code 1.
public final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Trouble(String message) {
        super(message);
    }

    public Trouble(String message, Throwable cause) {
        super(message, cause);
    }
}
