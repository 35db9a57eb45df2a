package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/// Checks that bytes are UTF-8 and nothing that is taken for it: a provider that cannot read one line refuses the
/// whole batch, so the strict reading is done before a line is ever written.
final class Utf8 {
    private Utf8() {}

    static void check(byte[] bytes, int from, int to) throws MalformedJson {
        if (to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf) {
            throw new MalformedJson("starts with a byte order mark");
        }
        int ascii = from;
        while (ascii < to && bytes[ascii] > 0) {
            ascii++;
        }
        if (ascii == to) {
            return;
        }
        for (int i = ascii; i < to; i++) {
            if (bytes[i] == 0) {
                throw new MalformedJson("a NUL at byte " + (i - from) + "; only UTF-8 is read");
            }
        }
        decode(ByteBuffer.wrap(bytes, ascii, to - ascii), ascii - from);
    }

    private static void decode(ByteBuffer in, int skipped) throws MalformedJson {
        var decoder = UTF_8.newDecoder();
        var out = CharBuffer.allocate(Math.min(in.remaining() + 1, 8192));
        int start = in.position();
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                throw new MalformedJson("not UTF-8 at byte " + (skipped + in.position() - start));
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }
}
