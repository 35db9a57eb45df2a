package dev.offpeak.core.surface;

/// How many lines have ended, and how.
public record Tally(int succeeded, int errored, int canceled, int expired) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public int ended() {
        return succeeded + errored + canceled + expired;
    }
}
