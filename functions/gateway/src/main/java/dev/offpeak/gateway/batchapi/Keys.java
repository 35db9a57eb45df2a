package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.gateway.jobs.Fingerprint;
import java.util.Locale;

/// Where the bytes of callers' batches and files lie.
final class Keys {
    private Keys() {}

    /// The jobs of one part.
    static String jobs(CallerBatch batch, int part) {
        return of(batch, "jobs-" + part);
    }

    static String roster(CallerBatch batch) {
        return of(batch, "lines");
    }

    /// The bytes are part of the name: whoever writes it, it is the same.
    static String progress(CallerBatch batch, byte[] bytes) {
        return of(batch, "progress-" + Fingerprint.of("progress", Body.of(bytes)));
    }

    /// Some lines of a results file; the bytes are part of the name here as well, and below.
    static String results(CallerBatch batch, CallerIds.Kind sheet, byte[] bytes) {
        var what = sheet.name().toLowerCase(Locale.ROOT);
        return of(batch, what + "-" + Fingerprint.of(what, Body.of(bytes)));
    }

    static String parts(CallerBatch batch, byte[] bytes) {
        return of(batch, "parts-" + Fingerprint.of("parts", Body.of(bytes)));
    }

    static String input(CallerFile file) {
        return of(file.tenant(), file.name(), "input");
    }

    private static String of(CallerBatch batch, String what) {
        return of(batch.tenant(), batch.name(), what);
    }

    private static String of(TenantId tenant, CallerName name, String what) {
        return "callers/" + tenant + "/" + name + "/" + what;
    }
}
