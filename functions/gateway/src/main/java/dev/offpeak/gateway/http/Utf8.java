package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/// Text and its bytes.
final class Utf8 {
    private Utf8() {}

    static byte[] bytes(char[] text, int offset, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = text[offset + i];
            if (c >= 128) {
                return new String(text, offset, length).getBytes(UTF_8);
            }
            bytes[i] = (byte) c;
        }
        return bytes;
    }

    /// Empty when the bytes are not UTF-8: none is ever replaced.
    static Optional<String> text(Body body) {
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body.array(), body.offset(), body.length()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
