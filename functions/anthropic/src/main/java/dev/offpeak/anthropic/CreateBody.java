package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Lines;
import dev.offpeak.wire.http.Payload;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/// Turns lines into the one JSON object `POST /v1/messages/batches` takes, while they stream by: between two lines
/// the line end becomes a comma, the last one closes the array.
final class CreateBody {
    private static final byte[] HEAD = "{\"requests\":[".getBytes(US_ASCII);
    private static final byte[] TAIL = "}".getBytes(US_ASCII);

    /// Bytes around the lines; each line end stands for one byte in either form.
    static final int ENVELOPE = HEAD.length + TAIL.length;

    private CreateBody() {}

    static Payload of(Lines lines) {
        if (lines.count() == 0) {
            throw new IllegalArgumentException("a batch without lines");
        }
        return Payload.of(ENVELOPE + lines.bytes(), () -> {
            List<InputStream> parts = List.of(
                    new ByteArrayInputStream(HEAD),
                    new Joined(lines.open(), lines.bytes()),
                    new ByteArrayInputStream(TAIL));
            return new SequenceInputStream(Collections.enumeration(parts));
        });
    }

    private static final class Joined extends FilterInputStream {
        private long left;

        Joined(InputStream lines, long length) {
            super(lines);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            for (int i = offset; i < offset + read; i++) {
                left--;
                if (bytes[i] == '\n') {
                    bytes[i] = (byte) (left == 0 ? ']' : ',');
                }
            }
            return read;
        }
    }
}
