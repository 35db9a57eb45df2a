package dev.offpeak.cli.demo;

import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.cli.tickets.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Last night's tickets through a running stack: submit, chat meanwhile, watch to the end, check.
final class NightJob implements AutoCloseable {
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    // One for chats, one for uploads, one for the questions asked here.
    private static final int GATEWAYS = 3;

    private final RunningStack stack;
    private final Request request;
    private final InstantSource time;
    private final Instant begun;
    private final Gateway gateway;
    private final JobsQueue queue;
    private final List<List<Job>> jobs;
    private final Submission submission;
    private final Chats chats;

    /// @param chats how many people ask something meanwhile
    /// @param patience how long nothing may happen before the night is given up
    record Request(List<Ticket> tickets, int chats, Duration patience) {
        Request {
            tickets = List.copyOf(tickets);
        }
    }

    NightJob(RunningStack stack, Request request, InstantSource time) {
        this.stack = stack;
        this.request = request;
        this.time = time;
        this.begun = time.instant();
        this.gateway = new Gateway(stack.gateway());
        this.queue = new JobsQueue(stack.sqs());
        this.jobs = request.tickets().stream().map(Job::of).toList();
        this.submission = new Submission(gateway, queue, jobs);
        this.chats = new Chats(
                gateway,
                time,
                request.tickets()
                        .subList(0, Math.min(request.chats(), request.tickets().size())));
    }

    Outcome run(Painter painter) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            warmUp(threads);
            Future<?> submitting = threads.submit(() -> unbroken(submission::run));
            Future<?> chatting = threads.submit(() -> unbroken(chats::run));
            Progress last = watch(painter, submitting, chatting);
            return outcome(last);
        }
    }

    @Override
    public void close() {
        queue.close();
        gateway.close();
    }

    // The first calls start the gateway's processes, and nobody's chat should pay for that.
    private void warmUp(ExecutorService threads) throws InterruptedException {
        threads.invokeAll(Collections.nCopies(GATEWAYS, () -> gateway.get("/v1/health")));
    }

    private Progress watch(Painter painter, Future<?> submitting, Future<?> chatting) throws InterruptedException {
        Progress now = look(Optional.empty());
        Instant changed = time.instant();
        while (!(submitting.isDone() && chatting.isDone() && now.ended() >= submission.accepted())) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            Progress before = now;
            now = look(Optional.of(before));
            painter.show(now);
            if (!sameWork(before, now)) {
                changed = time.instant();
            }
            if (Duration.between(changed, time.instant()).compareTo(request.patience()) > 0) {
                break;
            }
        }
        painter.finish(now);
        return now;
    }

    // A look that fails is no reason to stop: the night goes on without being watched.
    private Progress look(Optional<Progress> before) {
        List<BatchLine> batches = before.map(Progress::batches).orElse(List.of());
        LedgerSums ledger = before.map(Progress::ledger).orElse(LedgerSums.none());
        try {
            ledger = ledger();
            batches = gateway.batches().stream().map(BatchLine::of).toList();
        } catch (Trouble unseen) {
            if (before.isEmpty()) {
                throw unseen;
            }
        }
        // chats after the ledger, or one that ends in between would pass for a job
        return new Progress(
                elapsed(), total(), submission.accepted(), ledger, batches, chats.asked(), chats.latencies());
    }

    private static boolean sameWork(Progress a, Progress b) {
        return a.accepted() == b.accepted()
                && a.ledger().equals(b.ledger())
                && a.batches().equals(b.batches())
                && a.chatted().equals(b.chatted());
    }

    private Outcome outcome(Progress last) {
        LedgerSums ledger = ledger();
        List<Check> checks = new ArrayList<>();
        checks.add(Checks.accepted(total(), submission.accepted(), submission.refused()));
        checks.add(Checks.succeeded(total(), chats.latencies().count(), ledger));
        checks.add(Checks.batched(total(), ledger));
        checks.add(new Samples(gateway, submission.ids())
                .check(jobs.stream().flatMap(List::stream).toList()));
        checks.add(Checks.answered(chats.asked(), chats.latencies(), chats.failures()));
        stack.simulator().ifPresent(simulator -> {
            try (Gateway admin = new Gateway(simulator.admin())) {
                Bill bill = Bill.of(admin.get("/bill"));
                checks.add(Checks.paidOnce(total(), chats.latencies().count(), bill));
                checks.add(Checks.ledgerAgrees(ledger, bill));
            }
        });
        return new Outcome(
                stack.simulator().isPresent(),
                request.tickets().size(),
                total(),
                last.batches().size(),
                ledger,
                chats.latencies(),
                elapsed(),
                checks);
    }

    private LedgerSums ledger() {
        // days are UTC, and the night may pass midnight
        LocalDate first = LocalDate.ofInstant(begun, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
        return LedgerSums.of(gateway.ledger(first, last));
    }

    private long total() {
        return jobs.stream().mapToLong(List::size).sum();
    }

    private Duration elapsed() {
        return Duration.between(begun, time.instant());
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void unbroken(Step step) {
        try {
            step.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
