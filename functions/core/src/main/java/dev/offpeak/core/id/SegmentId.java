package dev.offpeak.core.id;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// One segment of request lines. Those that intake opens carry the time in their name, which tells how long ago an
/// intake that never committed one must have died.
public record SegmentId(String value) {
    private static final String PREFIX = "seg_";
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-z]{1,60}");
    private static final int TIME = 6;
    private static final int UNIQUE = 9;
    private static final int NAME = (TIME + UNIQUE) * 8 / 5;

    public SegmentId {
        Text.require("segment id", value, SHAPE);
    }

    /// The start of the names of all segments one invocation opens; a number follows.
    public static String name(Instant openedAt, byte[] unique) {
        if (unique.length != UNIQUE) {
            throw new IllegalArgumentException("a segment's name takes " + UNIQUE + " bytes, not " + unique.length);
        }
        var bytes = ByteBuffer.allocate(TIME + UNIQUE)
                .put(ByteBuffer.allocate(8).putLong(openedAt.toEpochMilli()).array(), 8 - TIME, TIME)
                .put(unique)
                .array();
        return PREFIX + Base32.encode(bytes);
    }

    /// Empty for segments that are not intake's.
    public Optional<Instant> openedAt() {
        if (value.length() <= PREFIX.length() + NAME) {
            return Optional.empty();
        }
        return Base32.decode(value.substring(PREFIX.length(), PREFIX.length() + NAME))
                .map(bytes -> ByteBuffer.allocate(8)
                        .putShort((short) 0)
                        .put(bytes, 0, TIME)
                        .flip()
                        .getLong())
                .map(Instant::ofEpochMilli);
    }

    @Override
    public String toString() {
        return value;
    }
}
