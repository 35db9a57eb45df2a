package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Lambda's format for HTTP answers that stream: status and headers as JSON, eight NULs, and the body as it is.
public final class StreamedAnswer {
    /// What the runtime calls that format.
    public static final String CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

    private static final byte[] PRELUDE_ENDS = new byte[8];

    private final JsonFactory json = new JsonFactory();

    /// Writes the whole answer and flushes whenever there is something for the caller to see.
    public void write(HttpResponse response, OutputStream out) throws IOException {
        switch (response.content()) {
            case Content.Whole(var body) -> {
                out.write(prelude(response));
                body.writeTo(out);
                out.flush();
            }
            case Content.Passing(var source) -> {
                // closed by the caller, who has to end the answer first
                out.write(prelude(response));
                out.flush();
                source.writeTo(out);
            }
        }
    }

    private byte[] prelude(HttpResponse response) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        try (var writer = json.createGenerator(bytes)) {
            writer.writeStartObject();
            writer.writeNumberField("statusCode", response.status());
            writer.writeObjectFieldStart("headers");
            for (var header : response.headers().entrySet()) {
                writer.writeStringField(header.getKey(), header.getValue());
            }
            writer.writeEndObject();
            writer.writeEndObject();
        }
        bytes.write(PRELUDE_ENDS);
        return bytes.toByteArray();
    }
}
