package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.wire.http.Payload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/// A bundle as the multipart form that `POST /files` takes, streamed.
record InputFile(BundleId bundle, Lines lines) {
    /// Outlives the 24 h of the batch by far, and then goes by itself. Both fields of `expires_after` are needed.
    private static final int KEPT_SECONDS = 7 * 24 * 3600;

    String contentType() {
        return "multipart/form-data; boundary=" + boundary();
    }

    Payload payload() {
        var head = (field("purpose", "batch")
                        + field("expires_after[anchor]", "created_at")
                        + field("expires_after[seconds]", String.valueOf(KEPT_SECONDS))
                        + "--" + boundary() + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + bundle
                        + ".jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n")
                .getBytes(US_ASCII);
        var tail = ("\r\n--" + boundary() + "--\r\n").getBytes(US_ASCII);
        return Payload.of(head.length + lines.bytes() + tail.length, () -> {
            List<InputStream> parts =
                    List.of(new ByteArrayInputStream(head), lines.open(), new ByteArrayInputStream(tail));
            return new SequenceInputStream(Collections.enumeration(parts));
        });
    }

    // Lines have no carriage return in them, so no boundary can come up inside.
    private String boundary() {
        return "offpeak-" + bundle;
    }

    private String field(String name, String value) {
        return "--" + boundary() + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
}
