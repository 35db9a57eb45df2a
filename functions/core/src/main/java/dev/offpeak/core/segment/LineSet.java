package dev.offpeak.core.segment;

import java.util.Base64;
import java.util.BitSet;

/// Some of a segment's lines, by number from 0.
public final class LineSet {
    private final BitSet bits;

    private LineSet(BitSet bits) {
        this.bits = bits;
    }

    public static LineSet none() {
        return new LineSet(new BitSet());
    }

    public static LineSet all(int lines) {
        var bits = new BitSet(lines);
        bits.set(0, lines);
        return new LineSet(bits);
    }

    public static LineSet of(int... lines) {
        var bits = new BitSet();
        for (int line : lines) {
            bits.set(line);
        }
        return new LineSet(bits);
    }

    public static LineSet of(BitSet bits) {
        return new LineSet((BitSet) bits.clone());
    }

    public static LineSet parse(String text) {
        return new LineSet(BitSet.valueOf(Base64.getUrlDecoder().decode(text)));
    }

    public boolean contains(int line) {
        return bits.get(line);
    }

    public int count() {
        return bits.cardinality();
    }

    public LineSet without(LineSet others) {
        var left = (BitSet) bits.clone();
        left.andNot(others.bits);
        return new LineSet(left);
    }

    public LineSet with(int line) {
        var more = (BitSet) bits.clone();
        more.set(line);
        return new LineSet(more);
    }

    /// URL-safe base 64 of the bitmap, least significant bit first.
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits.toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        return bits.toString();
    }
}
