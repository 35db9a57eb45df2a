package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/// Lambda's format for HTTP answers that stream: status and headers as JSON, eight NULs, and the body as it is.
public final class StreamedAnswer {
    /// What the runtime calls that format.
    public static final String CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

    private static final byte[] PRELUDE_ENDS = new byte[8];

    private final JsonFactory json = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    /// Writes the whole answer. What passes through is flushed whenever there is something for the caller to see; the
    /// rest leaves with the end of the answer, which is up to the caller of this.
    public void write(HttpResponse response, OutputStream out) throws IOException {
        prelude(response, out);
        switch (response.content()) {
            case Content.Whole(var body) -> body.writeTo(out);
            // closed by the caller, who has to end the answer first
            case Content.Passing(var source) -> source.writeTo(out);
        }
    }

    private void prelude(HttpResponse response, OutputStream out) throws IOException {
        try (var writer = json.createGenerator(out)) {
            writer.writeStartObject();
            writer.writeNumberField("statusCode", response.status());
            writer.writeObjectFieldStart("headers");
            for (var header : response.headers().entrySet()) {
                writer.writeStringField(header.getKey(), header.getValue());
            }
            writer.writeEndObject();
            writer.writeEndObject();
        }
        out.write(PRELUDE_ENDS);
    }
}
