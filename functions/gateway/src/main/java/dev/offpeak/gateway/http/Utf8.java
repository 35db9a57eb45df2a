package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/// Decodes bytes without ever replacing one.
final class Utf8 {
    private Utf8() {}

    /// Empty when the bytes are not UTF-8.
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
