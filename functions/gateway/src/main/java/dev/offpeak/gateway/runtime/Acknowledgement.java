package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the Runtime API says to an answer.
///
/// @param status its first line, as far as it came
/// @param whole whether it was read to its end, and the connection may carry the next answer
record Acknowledgement(String status, boolean whole) {
    private static final int LONGEST = 8 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";
    private static final Pattern CLOSES = Pattern.compile("\r\nconnection:[^\r]*close");

    boolean isTaken() {
        return status.startsWith("HTTP/1.1 2") || status.startsWith("HTTP/1.0 2");
    }

    static Acknowledgement read(InputStream in) throws IOException {
        var bytes = new byte[512];
        int length = 0;
        int end = -1;
        while (end < 0 && length < LONGEST) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                break;
            }
            length += read;
            end = endOfHead(bytes, length);
        }
        var head = new String(bytes, 0, end < 0 ? length : end, US_ASCII);
        int line = head.indexOf('\r');
        var status = line < 0 ? head : head.substring(0, line);
        return new Acknowledgement(status, end >= 0 && isWhole(head.toLowerCase(Locale.ROOT), length - end, in));
    }

    private static int endOfHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isWhole(String head, int have, InputStream in) throws IOException {
        int at = head.indexOf(LENGTH);
        if (at < 0 || !head.startsWith("http/1.1 ") || CLOSES.matcher(head).find()) {
            return false;
        }
        var length = head.substring(at + LENGTH.length(), head.indexOf('\r', at + LENGTH.length()))
                .strip();
        if (!length.matches("\\d{1,4}")) {
            return false;
        }
        int left = Integer.parseInt(length) - have;
        // what is left over would pass for what is said to the next answer
        return left >= 0 && in.readNBytes(left).length == left;
    }
}
