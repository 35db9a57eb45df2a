package dev.offpeak.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.bench.load.Requests;
import dev.offpeak.bench.load.Target;
import dev.offpeak.bench.process.Received.Content;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.segment.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;

/// What a receiver must have got: every request once, in the manifest's order, made anew from its number.
///
/// @param staged the segments in the order of their requests
record Expected(Requests requests, List<Segment> staged) {
    Content content(Manifest manifest) {
        var first = new HashMap<SegmentId, Integer>();
        int number = 0;
        for (var segment : staged) {
            first.put(segment.id(), number);
            number += segment.content().lines();
        }
        var sum = new Sum();
        boolean json = requests.target() == Target.ANTHROPIC;
        sum.add(json ? "{\"requests\":[" : "");
        int left = number;
        for (var entry : manifest.entries()) {
            Integer from = first.remove(entry.segment());
            if (from == null) {
                throw new IllegalStateException("segment " + entry.segment() + " is unknown, or in the bundle twice");
            }
            for (int i = from; i < from + entry.lines(); i++) {
                var line = requests.line(i);
                if (json) {
                    line[line.length - 1] = (byte) (--left == 0 ? ']' : ',');
                }
                sum.add(line);
            }
        }
        if (!first.isEmpty()) {
            throw new IllegalStateException(first.size() + " segments are not in the bundle");
        }
        sum.add(json ? "}" : "");
        return new Content(sum.bytes, HexFormat.of().formatHex(sum.sha.digest()), number);
    }

    private static final class Sum {
        private final MessageDigest sha = sha256();
        private long bytes;

        void add(String text) {
            add(text.getBytes(US_ASCII));
        }

        void add(byte[] some) {
            sha.update(some);
            bytes += some.length;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
