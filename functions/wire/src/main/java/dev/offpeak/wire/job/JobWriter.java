package dev.offpeak.wire.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.wire.json.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/// Writes the JSON that [JobReader] reads, for calls that came in by a provider's own route.
public final class JobWriter {
    private final JsonFactory json = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT, false);

    public Body write(JobSpec spec) {
        var body = spec.request().body();
        var out = new ByteArrayOutputStream(body.length() + 256);
        try (var writer = json.createGenerator(out)) {
            writer.writeStartObject();
            writer.writeStringField("provider", spec.provider().value());
            writer.writeStringField("endpoint", spec.request().endpoint().path());
            if (spec.waiting().isPresent()) {
                writer.writeBooleanField("waiting", spec.waiting().get());
            }
            if (spec.deadline().isPresent()) {
                writer.writeStringField("deadline", spec.deadline().get());
            }
            if (spec.label().isPresent()) {
                writer.writeStringField("label", spec.label().get());
            }
            if (spec.group().isPresent()) {
                writer.writeStringField("group", spec.group().get());
            }
            if (spec.reference().isPresent()) {
                writer.writeStringField("id", spec.reference().get());
            }
            if (spec.terms().onLate() != Terms.DEFAULT.onLate()) {
                writer.writeStringField("onLate", lower(spec.terms().onLate()));
            }
            if (spec.terms().onDoubt() != Terms.DEFAULT.onDoubt()) {
                writer.writeStringField("onDoubt", lower(spec.terms().onDoubt()));
            }
            if (spec.terms().share()) {
                writer.writeBooleanField("share", true);
            }
            if (!spec.request().headers().values().isEmpty()) {
                writer.writeObjectFieldStart("headers");
                for (var header : spec.request().headers().values().entrySet()) {
                    writer.writeStringField(header.getKey(), header.getValue());
                }
                writer.writeEndObject();
            }
            // the body is copied, not written: it may hold what no generator would write, and it must stay that way
            writer.flush();
            out.write(",\"body\":".getBytes(UTF_8));
            body.writeTo(out);
            out.write('}');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Body.of(out.toByteArray());
    }

    /// As a line of an upload, its line end included.
    public byte[] line(JobSpec spec) {
        return JsonLine.of("", write(spec), "");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
