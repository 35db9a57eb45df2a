package dev.offpeak.core.id;

import java.util.Optional;
import java.util.regex.Pattern;

/// The `custom_id` of one request line: `<job id>-<attempt>`, at most 64 characters of `[A-Za-z0-9_-]`.
///
/// The attempt is in it so that a late row of an abandoned attempt is never mistaken for the current one.
public record CustomId(JobId job, int attempt) {
    /// As many digits as [#parse] reads.
    private static final int MAX_ATTEMPT = 999_999;

    private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,5}");

    public CustomId {
        if (attempt < 1 || attempt > MAX_ATTEMPT) {
            throw new IllegalArgumentException("attempt " + attempt + " of " + job + " is not in 1.." + MAX_ATTEMPT);
        }
    }

    public static Optional<CustomId> parse(String text) {
        int dash = text.lastIndexOf('-');
        if (dash < 0
                || !JobId.looksLike(text.substring(0, dash))
                || !ATTEMPT.matcher(text).region(dash + 1, text.length()).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new CustomId(new JobId(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1))));
    }

    @Override
    public String toString() {
        return job + "-" + attempt;
    }
}
