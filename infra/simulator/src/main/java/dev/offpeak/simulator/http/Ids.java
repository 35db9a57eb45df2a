package dev.offpeak.simulator.http;

import java.util.concurrent.atomic.AtomicLong;

/// Provider-looking identifiers, the same in every run with the same seed.
public final class Ids {
    private static final String ALPHABET = "0123456789abcdef";

    private final long seed;
    private final AtomicLong counter = new AtomicLong();

    public Ids(long seed) {
        this.seed = seed;
    }

    public String next(String prefix) {
        long n = counter.incrementAndGet();
        return prefix + hex(Hash.mix(seed + n)) + hex(Hash.mix(seed ^ (n << 20) ^ 0x5bd1e995L));
    }

    private static String hex(long value) {
        StringBuilder text = new StringBuilder(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(ALPHABET.charAt((int) (value >>> shift) & 15));
        }
        return text.toString();
    }
}
