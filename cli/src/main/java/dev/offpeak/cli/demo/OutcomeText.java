package dev.offpeak.cli.demo;

import static dev.offpeak.cli.terminal.Words.count;
import static dev.offpeak.cli.terminal.Words.dollars;
import static dev.offpeak.cli.terminal.Words.latency;
import static dev.offpeak.cli.terminal.Words.percent;

import dev.offpeak.cli.terminal.Symbols;
import dev.offpeak.cli.terminal.Words;
import java.util.Locale;

/// The outcome as the demo's last screen.
final class OutcomeText {
    private static final String ROW = "  %-6s %-10s %-24s %8s %12s %12s %12s%n";
    private static final int WIDTH = 89;

    private final Symbols symbols;

    OutcomeText(Symbols symbols) {
        this.symbols = symbols;
    }

    String of(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        text.append("\n  The night job: ")
                .append(count(outcome.tickets(), "ticket", "tickets"))
                .append(" labelled, summarised and embedded in ")
                .append(Words.clock(outcome.elapsed()))
                .append("\n\n");
        table(text, outcome);
        story(text, outcome);
        checks(text, outcome);
        text.append('\n').append(honesty(outcome));
        return text.toString();
    }

    private void table(StringBuilder text, Outcome outcome) {
        row(text, "lane", "provider", "model", "jobs", "paid", "synchronous", "saved");
        rule(text);
        outcome.ledger().lines().forEach(line -> amounts(text, line, line.lane().toLowerCase(Locale.ROOT)));
        rule(text);
        amounts(text, outcome.ledger().total(), "all");
    }

    private static void amounts(StringBuilder text, LedgerSums.Line line, String lane) {
        row(
                text,
                lane,
                line.provider(),
                line.model(),
                count(line.ended()),
                dollars(line.paid()),
                dollars(line.standard()),
                dollars(line.saved()));
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, ROW.replace("%n", "\n"), cells));
    }

    private void rule(StringBuilder text) {
        text.append("  ").append(symbols.rule().repeat(WIDTH)).append('\n');
    }

    private static void story(StringBuilder text, Outcome outcome) {
        text.append("\n  Saved ")
                .append(percent(outcome.saved(), outcome.standard()))
                .append(": paid ")
                .append(dollars(outcome.paid()))
                .append(" for what costs ")
                .append(dollars(outcome.standard()))
                .append(" on the synchronous endpoints.\n  ")
                .append(count(outcome.ledger().batch().succeeded(), "call", "calls"))
                .append(" that a loop would have made one by one left in ")
                .append(count(outcome.batches(), "batch", "batches"))
                .append(".\n");
        if (outcome.chats().count() > 0) {
            text.append("  ")
                    .append(count(outcome.chats().count(), "chat", "chats"))
                    .append(" with somebody waiting went straight through meanwhile: median ")
                    .append(latency(outcome.chats().median()))
                    .append(", slowest ")
                    .append(latency(outcome.chats().worst()))
                    .append(
                            outcome.chats().warmUps() == 0
                                    ? ".\n"
                                    : " (after " + outcome.chats().warmUps() + " to warm the gateway up).\n");
        }
        text.append("  A million such jobs: $")
                .append(count(outcome.millionPaid().longValue()))
                .append(" instead of $")
                .append(count(outcome.millionStandard().longValue()))
                .append(".\n");
    }

    private void checks(StringBuilder text, Outcome outcome) {
        text.append('\n');
        for (Check check : outcome.checks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-2s %-34s %s\n",
                    check.holds() ? symbols.good() : symbols.bad(),
                    check.what(),
                    check.detail()));
        }
    }

    private static String honesty(Outcome outcome) {
        return outcome.simulated() ? """
                  The providers are simulated, and so are their speed and their answers; tokens are counted,
                  and prices are the providers' list prices. Everything between you and them is the real thing.
                """ : """
                  These were the real providers; amounts are list prices times the tokens they reported.
                """;
    }
}
