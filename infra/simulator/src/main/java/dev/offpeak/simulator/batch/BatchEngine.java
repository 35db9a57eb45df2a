package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.clock.VirtualClock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Drives every batch: inspects it when created, writes its results when the virtual clock says so.
///
/// Work runs on background threads, so asking for a status never waits for rows.
public final class BatchEngine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BatchEngine.class.getName());
    private static final Duration TICK = Duration.ofMillis(25);

    private final VirtualClock clock;
    private final Duration medianTurnaround;
    private final List<BatchRun> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    // Row work is CPU-bound; more at once would only take turns.
    private final Semaphore atOnce = new Semaphore(2);

    public BatchEngine(VirtualClock clock, Duration medianTurnaround) {
        this.clock = clock;
        this.medianTurnaround = medianTurnaround;
        threads.execute(this::tickForever);
    }

    public BatchRun start(String id, BatchFaults faults, BatchWork work) {
        Instant createdAt = clock.instant().plus(faults.hiddenFor());
        BatchRun run = new BatchRun(id, Schedule.of(id, createdAt, medianTurnaround), faults, work);
        open.add(run);
        threads.execute(() -> inBackground(() -> inspect(run), run));
        return run;
    }

    /// False when the batch has ended.
    public boolean cancel(BatchRun run) {
        return run.cancel(clock.instant());
    }

    /// Waits, in real time, until all work that is due by the virtual clock has been done.
    public boolean catchUp(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Instant due = clock.instant();
        tick();
        while (open.stream().anyMatch(run -> run.behind(due))) {
            if (System.nanoTime() > deadline || !pause()) {
                return false;
            }
            tick();
        }
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private void tickForever() {
        do {
            tick();
        } while (pause());
    }

    private void tick() {
        Instant now = clock.instant();
        for (BatchRun run : open) {
            run.claim(now).ifPresent(due -> threads.execute(() -> inBackground(() -> settle(run, due), run)));
        }
    }

    private void inspect(BatchRun run) throws IOException {
        Inspection inspection = run.work().inspect();
        run.inspected(inspection);
        if (inspection instanceof Inspection.Rejected) {
            finish(run);
        }
    }

    private void settle(BatchRun run, BatchRun.Settlement due) throws IOException {
        run.settled(run.work().settle(due.ending(), due.cut()));
        finish(run);
    }

    private void finish(BatchRun run) {
        run.work().release();
        open.remove(run);
    }

    private void inBackground(Step step, BatchRun run) {
        try {
            atOnce.acquire();
            try {
                step.run();
            } finally {
                atOnce.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // a defect of the simulator; the batch stays where it is, and the log says why
            LOG.log(Level.ERROR, "batch " + run.id() + " broke the simulator", e);
            open.remove(run);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(TICK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /// Batches not over yet.
    public int open() {
        return open.size();
    }
}
