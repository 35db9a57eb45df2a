package dev.offpeak.bench.measure;

import java.time.Duration;
import java.util.Locale;

/// What a stretch of code cost.
///
/// @param cpu of the whole process, compiler and collector included
/// @param heapBefore bytes that were live at the start
/// @param peakHeap the highest use of each heap pool, added up: garbage included, so never below the size of eden
/// @param heapAfterGc the highest use right after a collection: what had to be kept, and what only an old-generation
/// collection would have freed
public record Reading(Duration wall, Duration cpu, Duration gc, long heapBefore, long peakHeap, long heapAfterGc) {
    private static final double MB = 1e6;

    /// One line of figures for `bytes` of payload in `items` pieces.
    public String of(long bytes, long items, String unit) {
        double seconds = wall.toNanos() / 1e9;
        double cpuSeconds = cpu.toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%,.1f MB, %,d %s in %.2f s: %,.0f MB/s, %,.0f %s/s; %.2f CPU-s per GB (%,.0f MB per CPU-s);"
                        + " heap %,.0f MB before, peak %,.0f MB, after a GC %,.0f MB; GC %.2f s",
                bytes / MB,
                items,
                unit,
                seconds,
                bytes / MB / seconds,
                items / seconds,
                unit,
                cpuSeconds / (bytes / 1e9),
                bytes / MB / cpuSeconds,
                heapBefore / MB,
                peakHeap / MB,
                heapAfterGc / MB,
                gc.toMillis() / 1e3);
    }
}
