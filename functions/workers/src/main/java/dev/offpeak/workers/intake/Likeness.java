package dev.offpeak.workers.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.Base32;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells which jobs one call can answer: those of a tenant that ask a provider for the same bytes on the same terms.
final class Likeness {
    private Likeness() {}

    /// @return 52 characters, equal for jobs that are alike
    static String of(Incoming.Good job) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(head(job).getBytes(UTF_8));
            var body = job.spec().request().body();
            digest.update(body.array(), body.offset(), body.length());
            return Base32.encode(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Everything but the body, a line each: none of it can hold a line break, so that no two heads look the same.
    private static String head(Incoming.Good job) {
        var spec = job.spec();
        var head = new StringBuilder();
        head.append(job.tenant()).append('\n');
        head.append(spec.provider()).append('\n');
        head.append(spec.request().endpoint()).append('\n');
        head.append(spec.terms().onLate()).append('\n');
        head.append(spec.terms().onDoubt()).append('\n');
        spec.request().headers().values().forEach((name, value) -> head.append(name + ":" + value + "\n"));
        return head.append('\n').toString();
    }
}
