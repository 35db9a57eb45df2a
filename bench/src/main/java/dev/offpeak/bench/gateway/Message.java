package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// One HTTP/1.1 message off a connection, read with as little work as it takes, so that the benchmark's own ends weigh
/// little.
///
/// @param firstByte when the body began, in the nanoseconds of [System#nanoTime]
record Message(String head, byte[] body, long firstByte) {
    static Message read(BufferedInputStream in) throws IOException {
        var head = new ByteArrayOutputStream(512);
        int end = 0;
        while (end < 4) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
        }
        var text = head.toString(ISO_8859_1);
        var names = text.toLowerCase(Locale.ROOT);
        if (names.contains("\r\ntransfer-encoding: chunked")) {
            return chunked(text, in);
        }
        int at = names.indexOf("\r\ncontent-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        names.substring(at + 17, names.indexOf('\r', at + 2)).strip());
        in.mark(1);
        if (length > 0) {
            in.read();
            in.reset();
        }
        long first = System.nanoTime();
        return new Message(text, in.readNBytes(length), first);
    }

    private static Message chunked(String head, BufferedInputStream in) throws IOException {
        var body = new ByteArrayOutputStream(4096);
        long first = 0;
        while (true) {
            int length = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            long began = System.nanoTime();
            if (length == 0) {
                while (!line(in).isEmpty()) {
                    // trailers
                }
                return new Message(head, body.toByteArray(), first);
            }
            var data = in.readNBytes(length);
            // what ends with a NUL is the prelude of a Lambda answer: status and headers
            if (first == 0 && data[length - 1] != 0) {
                first = began;
            }
            body.write(data);
            line(in);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    String firstLine() {
        return head.substring(0, head.indexOf('\r'));
    }
}
