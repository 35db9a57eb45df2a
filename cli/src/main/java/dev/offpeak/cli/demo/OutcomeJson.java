package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.terminal.Words;

/// The outcome for programs. Money is text, as in the ledger.
final class OutcomeJson {
    private OutcomeJson() {}

    static ObjectNode of(Outcome outcome) {
        ObjectNode json = Json.object()
                .put("good", outcome.good())
                .put("providers", outcome.simulated() ? "simulated" : "real")
                .put("tickets", outcome.tickets())
                .put("jobs", outcome.jobs())
                .put("batches", outcome.batches())
                .put("elapsed_seconds", outcome.elapsed().toSeconds())
                .put("paid_usd", outcome.paid().toPlainString())
                .put("standard_usd", outcome.standard().toPlainString())
                .put("saved_usd", outcome.saved().toPlainString())
                .put(
                        "saved_percent",
                        Words.percent(outcome.saved(), outcome.standard()).replace(" %", ""));
        lines(json.putArray("lines"), outcome);
        json.putObject("chats")
                .put("answered", outcome.chats().count())
                .put("warm_ups", outcome.chats().warmUps())
                .put("median_ms", outcome.chats().median().toMillis())
                .put("slowest_ms", outcome.chats().worst().toMillis());
        ArrayNode checks = json.putArray("checks");
        outcome.checks()
                .forEach(check -> checks.addObject()
                        .put("what", check.what())
                        .put("holds", check.holds())
                        .put("detail", check.detail()));
        return json;
    }

    private static void lines(ArrayNode lines, Outcome outcome) {
        for (LedgerSums.Line line : outcome.ledger().lines()) {
            lines.addObject()
                    .put("lane", line.lane())
                    .put("provider", line.provider())
                    .put("model", line.model())
                    .put("succeeded", line.succeeded())
                    .put("failed", line.failed())
                    .put("paid_usd", line.paid().toPlainString())
                    .put("standard_usd", line.standard().toPlainString())
                    .put("saved_usd", line.saved().toPlainString());
        }
    }
}
