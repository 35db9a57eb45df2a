package dev.offpeak.simulator.openai;

/// The allowed life of a file: an hour to thirty days.
final class ExpiresAfter {
    private ExpiresAfter() {}

    static boolean isAllowed(String seconds) {
        return seconds.matches("\\d{4,7}") && isAllowed(Long.parseLong(seconds));
    }

    static boolean isAllowed(long seconds) {
        return seconds >= 3_600 && seconds <= 2_592_000;
    }
}
