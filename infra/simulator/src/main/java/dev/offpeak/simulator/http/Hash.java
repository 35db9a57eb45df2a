package dev.offpeak.simulator.http;

/// Small, fast, well-mixed hashes; chance that is the same on every run.
public final class Hash {
    private Hash() {}

    /// The finalizer of SplitMix64.
    public static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    public static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /// A number in [0, 1) that depends on the text and the index only.
    public static double unit(String text, long index) {
        return (mix(of(text) + index * 0x632be59bd9b4e019L) >>> 11) * 0x1.0p-53;
    }
}
