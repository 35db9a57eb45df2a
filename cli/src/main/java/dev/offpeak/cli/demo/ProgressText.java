package dev.offpeak.cli.demo;

import static dev.offpeak.cli.terminal.Words.clock;
import static dev.offpeak.cli.terminal.Words.count;
import static dev.offpeak.cli.terminal.Words.latency;

import dev.offpeak.cli.terminal.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Progress in words: a few lines to be painted over and over, or one line for a log.
final class ProgressText {
    private static final int BAR = 30;
    private static final int BATCHES = 6;
    private static final int ID = 34;

    private final Symbols symbols;

    ProgressText(Symbols symbols) {
        this.symbols = symbols;
    }

    /// For a terminal.
    List<String> lines(Progress now) {
        String dot = " " + symbols.dot() + " ";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  %s  %s %3.0f %%  %s of %s jobs done",
                clock(now.elapsed()),
                symbols.bar(BAR, now.part()),
                Math.floor(now.part() * 100),
                count(now.ended()),
                count(now.jobs())));
        lines.add("  jobs   accepted " + count(now.accepted()) + dot + "waiting " + count(now.waiting()) + dot
                + "in batches " + count(now.inBatches()) + dot + "succeeded " + count(now.succeeded()) + dot + "failed "
                + count(now.failed()));
        lines.add("  chats  " + chats(now));
        lines.addAll(batches(now.batches()));
        return lines;
    }

    /// For everything else.
    String line(Progress now) {
        long open = now.batches().stream().filter(batch -> !batch.imported()).count();
        return String.format(
                Locale.ROOT,
                "%s  %3.0f %%  accepted %s, in batches %s (%s open), done %s of %s, failed %s; chats %d of %d",
                clock(now.elapsed()),
                Math.floor(now.part() * 100),
                count(now.accepted()),
                count(now.inBatches()),
                count(open),
                count(now.ended()),
                count(now.jobs()),
                count(now.failed()),
                now.chatted().count(),
                now.chats());
    }

    private static String chats(Progress now) {
        String answered = now.chatted().count() + " of " + now.chats() + " answered at once";
        return now.chatted().count() == 0
                ? answered
                : answered + ", median " + latency(now.chatted().median());
    }

    private static List<String> batches(List<BatchLine> batches) {
        List<String> lines = new ArrayList<>();
        batches.stream()
                .limit(BATCHES)
                .forEach(batch -> lines.add(String.format(
                        Locale.ROOT,
                        "  batch  %-10s %-" + ID + "s %-9s %s of %s",
                        batch.provider(),
                        shortened(batch.id()),
                        batch.state().toLowerCase(Locale.ROOT),
                        count(batch.done()),
                        count(batch.lines()))));
        if (batches.size() > BATCHES) {
            lines.add("         and " + count(batches.size() - BATCHES, "more batch", "more batches"));
        }
        return lines;
    }

    private static String shortened(String id) {
        return id.length() <= ID ? id : id.substring(0, ID - 1) + "…";
    }
}
