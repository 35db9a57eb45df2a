package dev.offpeak.core.id;

import java.util.regex.Pattern;

/// The name of one job: `job_` and 37 characters holding its time, a unique part and a proof that binds it to its
/// tenant (see [JobIds]). Guessing one is as hard as forging the proof.
public record JobId(String value) {
    public static final String PREFIX = "job_";
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-z]{37}");

    public JobId {
        Text.require("job id", value, SHAPE);
    }

    public static boolean looksLike(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
