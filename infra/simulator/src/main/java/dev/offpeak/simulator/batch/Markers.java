package dev.offpeak.simulator.batch;

import java.util.Optional;

/// Markers in a prompt that decide the fate of its row, so that a test can pick its victims.
public final class Markers {
    private static final String OPENING = "[[sim:";

    private Markers() {}

    /// Looks at raw JSON: nothing in a marker needs escaping.
    public static Optional<RowFate> in(String text) {
        int at = text.indexOf(OPENING);
        if (at < 0) {
            return Optional.empty();
        }
        int end = text.indexOf("]]", at);
        String marker = end < 0 ? "" : text.substring(at + OPENING.length(), end);
        return switch (marker) {
            case "error=invalid_request" -> Optional.of(RowFate.INVALID_REQUEST);
            case "error=server_error" -> Optional.of(RowFate.SERVER_ERROR);
            case "expire" -> Optional.of(RowFate.EXPIRE);
            case "missing" -> Optional.of(RowFate.MISSING);
            case "duplicate" -> Optional.of(RowFate.DUPLICATE);
            default -> Optional.empty();
        };
    }
}
