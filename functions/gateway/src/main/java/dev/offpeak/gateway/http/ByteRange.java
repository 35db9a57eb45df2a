package dev.offpeak.gateway.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which bytes of a thing a request asks for (RFC 9110, section 14).
public sealed interface ByteRange {
    /// All of them: it does not say, or says what a server may ignore, such as several ranges.
    record Whole() implements ByteRange {}

    /// @param to the first that is not asked for any more
    record Some(long from, long to) implements ByteRange {
        /// No more than `most` of them: a server may answer with less than was asked for, and says what it is.
        public Some clipped(long most) {
            return new Some(from, Math.min(to, from + most));
        }

        public long length() {
            return to - from;
        }

        /// As `Content-Range` has it.
        public String of(long size) {
            return "bytes " + from + "-" + (to - 1) + "/" + size;
        }
    }

    /// There are not so many.
    record Outside() implements ByteRange {}

    Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    static ByteRange of(Optional<String> range, long size) {
        var one = ONE.matcher(range.orElse("").strip());
        if (!one.matches()) {
            return new Whole();
        }
        var first = number(one.group(1));
        var last = number(one.group(2));
        if (first.isEmpty()) {
            return last.<ByteRange>map(count -> within(Math.max(0, size - count), size, size))
                    .orElseGet(Whole::new);
        }
        long end = last.orElse(size - 1);
        return last.isPresent() && end < first.get() ? new Whole() : within(first.get(), end + 1, size);
    }

    private static ByteRange within(long from, long to, long size) {
        return from < size ? new Some(from, Math.min(to, size)) : new Outside();
    }

    private static Optional<Long> number(String digits) {
        return digits.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(digits));
    }
}
