package dev.offpeak.core.id;

/// The name of one job: `job_` and 37 characters holding its time, a unique part and a proof that binds it to its
/// tenant (see [JobIds]). Guessing one is as hard as forging the proof.
public record JobId(String value) {
    public static final String PREFIX = "job_";

    public JobId {
        Text.require("job id", value, PREFIX + "[0-9a-z]{37}");
    }

    public static boolean looksLike(String text) {
        return text.matches(PREFIX + "[0-9a-z]{37}");
    }

    @Override
    public String toString() {
        return value;
    }
}
