package dev.offpeak.bench.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/// Measures this JVM between [#start()] and [#stop()].
public final class Meter {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    private static final Set<String> POOL_NAMES =
            POOLS.stream().map(MemoryPoolMXBean::getName).collect(Collectors.toUnmodifiableSet());
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long heapBefore;
    private final AtomicLong afterGc = new AtomicLong();
    private final NotificationListener listener = this::collected;
    private final long gcBefore;
    private final long cpuBefore;
    private final long startedAt;

    private Meter() {
        System.gc();
        heapBefore = used();
        POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
        COLLECTORS.forEach(
                collector -> ((NotificationEmitter) collector).addNotificationListener(listener, null, null));
        gcBefore = gcMillis();
        cpuBefore = SYSTEM.getProcessCpuTime();
        startedAt = System.nanoTime();
    }

    public static Meter start() {
        return new Meter();
    }

    public Reading stop() {
        var wall = Duration.ofNanos(System.nanoTime() - startedAt);
        var cpu = Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpuBefore);
        var gc = Duration.ofMillis(gcMillis() - gcBefore);
        long peak =
                POOLS.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        for (var collector : COLLECTORS) {
            try {
                ((NotificationEmitter) collector).removeNotificationListener(listener);
            } catch (javax.management.ListenerNotFoundException e) {
                throw new IllegalStateException("added at the start", e);
            }
        }
        return new Reading(wall, cpu, gc, heapBefore, peak, afterGc.get());
    }

    private void collected(Notification notification, Object handback) {
        if (notification.getUserData() instanceof CompositeData data
                && notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long used =
                    GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                            .filter(pool -> POOL_NAMES.contains(pool.getKey()))
                            .mapToLong(pool -> pool.getValue().getUsed())
                            .sum();
            afterGc.accumulateAndGet(used, Math::max);
        }
    }

    private static long used() {
        return POOLS.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    private static long gcMillis() {
        return COLLECTORS.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
