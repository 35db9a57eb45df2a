package dev.offpeak.wire.text;

import java.nio.charset.Charset;
import java.util.Arrays;

/// Puts a text together as bytes. A string of the whole, and the bytes of that, would be two more copies of what every
/// call writes.
public final class ByteText {
    private final Charset charset;
    private byte[] bytes;
    private int length;

    /// @param charset one that writes ASCII as it is
    /// @param room for so many bytes; there will be more where it is too little
    public ByteText(Charset charset, int room) {
        this.charset = charset;
        bytes = new byte[room];
    }

    public ByteText add(String text) {
        int count = text.length();
        makeRoom(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                return add(text.getBytes(charset));
            }
            bytes[length + i] = (byte) c;
        }
        length += count;
        return this;
    }

    private ByteText add(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    private void makeRoom(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }

    /// The bytes up to [#length()], until something is added. Not to be changed.
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Nothing is in it, and its room is kept.
    public ByteText clear() {
        length = 0;
        return this;
    }
}
