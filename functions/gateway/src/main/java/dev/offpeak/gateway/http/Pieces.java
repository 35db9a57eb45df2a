package dev.offpeak.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Hands on what lies in a store, in bounded memory, and tells whose fault it is when that breaks off.
public final class Pieces {
    private static final int PIECE = 64 * 1024;

    private Pieces() {}

    /// @param what is read, for the message
    /// @return how many bytes there were
    /// @throws Content.BrokenAnswer when the store broke off
    /// @throws IOException when the caller is gone
    public static long copy(InputStream from, OutputStream to, String what) throws IOException {
        var piece = new byte[PIECE];
        long copied = 0;
        for (int read = next(from, piece, what); read >= 0; read = next(from, piece, what)) {
            to.write(piece, 0, read);
            copied += read;
        }
        to.flush();
        return copied;
    }

    private static int next(InputStream from, byte[] piece, String what) throws IOException {
        try {
            return from.read(piece);
        } catch (IOException e) {
            throw new Content.BrokenAnswer(what + " broke off: " + e.getMessage());
        }
    }
}
