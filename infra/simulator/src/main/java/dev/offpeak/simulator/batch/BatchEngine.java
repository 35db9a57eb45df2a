package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.bill.Tab;
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
    private final Bill bill;
    private final BatchLog log;
    private final List<BatchRun> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    // Row work is CPU-bound; more at once would only take turns.
    private final Semaphore atOnce = new Semaphore(2);

    public BatchEngine(VirtualClock clock, Duration medianTurnaround, Bill bill, BatchLog log) {
        this.clock = clock;
        this.medianTurnaround = medianTurnaround;
        this.bill = bill;
        this.log = log;
        threads.execute(this::tickForever);
    }

    /// When a batch comes to exist that is created now.
    public Instant birthday(BatchFaults faults) {
        return clock.instant().plus(faults.hiddenFor());
    }

    public BatchRun start(BatchBirth birth) {
        BatchRun run = run(birth, BatchPast.NONE);
        open.add(run);
        threads.execute(() -> inBackground(() -> inspect(run), run));
        return run;
    }

    /// Takes a batch up where the last process left it. Work that was cut off is done from its beginning: nobody was
    /// told of it, and nobody was billed.
    public BatchRun resume(BatchBirth birth, BatchPast past) {
        BatchRun run = run(birth, past);
        if (!past.isOver()) {
            birth.work().reserve(past.inspection());
            open.add(run);
            if (past.inspection().isEmpty()) {
                threads.execute(() -> inBackground(() -> inspect(run), run));
            }
        }
        return run;
    }

    private BatchRun run(BatchBirth birth, BatchPast past) {
        return new BatchRun(birth, Schedule.of(birth.id(), birth.createdAt(), medianTurnaround), past);
    }

    /// False when the batch has ended.
    public boolean cancel(BatchRun run) {
        boolean cancelling = run.cancel(clock.instant());
        if (cancelling) {
            log.cancelled(run.id(), run.cancelRequestedAt().orElseThrow());
        }
        return cancelling;
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
        log.inspected(run.id(), inspection);
        run.inspected(inspection);
        if (inspection instanceof Inspection.Rejected) {
            finish(run);
        }
    }

    private void settle(BatchRun run, BatchRun.Settlement due) throws IOException {
        Tab tab = bill.open();
        Tally tally = run.work().settle(due.ending(), due.cut(), tab);
        bill.charge(tab, () -> log.settled(run.id(), tally));
        run.settled(tally);
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
