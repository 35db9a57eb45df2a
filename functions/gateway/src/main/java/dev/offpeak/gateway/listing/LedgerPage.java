package dev.offpeak.gateway.listing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// `GET /v1/ledger`: what was paid, what the synchronous endpoints would have cost, and the difference. Days are UTC.
public final class LedgerPage {
    public static final int LONGEST = 366;

    private final Ledger ledger;
    private final InstantSource clock;

    public LedgerPage(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    public HttpResponse answer(TenantId tenant, HttpRequest request) {
        var today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        var to = day(request.query("to"), today);
        if (to.isEmpty()) {
            return badQuery("to", "is not a day such as 2026-11-23");
        }
        var from = day(request.query("from"), to.get().minusDays(30));
        if (from.isEmpty()) {
            return badQuery("from", "is not a day such as 2026-10-24");
        }
        if (from.get().isAfter(to.get())) {
            return badQuery("from", "is after to");
        }
        if (from.get().plusDays(LONGEST).isBefore(to.get())) {
            return badQuery("from", "must be at most " + LONGEST + " days before to");
        }
        return page(ledger.read(tenant, from.get(), to.get()));
    }

    private static Optional<LocalDate> day(Optional<String> text, LocalDate otherwise) {
        if (text.isEmpty()) {
            return Optional.of(otherwise);
        }
        // years of more digits are days, too, but none that can be counted from
        return text.filter(day -> day.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")).flatMap(LedgerPage::parsed);
    }

    private static Optional<LocalDate> parsed(String day) {
        try {
            return Optional.of(LocalDate.parse(day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse badQuery(String field, String why) {
        return Problem.ofField(ProblemType.BAD_QUERY, field, why).response();
    }

    private static HttpResponse page(List<LedgerLine> lines) {
        return HttpResponse.json(200, Json.object(json -> {
            json.writeArrayFieldStart("lines");
            for (var line : lines) {
                write(json, line);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("total");
            amounts(json, lines.stream().map(LedgerLine::amounts).reduce(Amounts.NONE, Amounts::plus));
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, LedgerLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField("day", line.account().day().toString());
        json.writeStringField("lane", line.account().lane().name());
        json.writeStringField("provider", line.account().provider().value());
        json.writeStringField("model", line.account().model());
        amounts(json, line.amounts());
        json.writeEndObject();
    }

    private static void amounts(JsonGenerator json, Amounts amounts) throws IOException {
        json.writeNumberField("succeeded", amounts.succeeded());
        json.writeNumberField("failed", amounts.failed());
        json.writeNumberField("unpriced", amounts.unpriced());
        json.writeNumberField("input_tokens", amounts.inputTokens());
        json.writeNumberField("output_tokens", amounts.outputTokens());
        json.writeStringField("paid_usd", amounts.cost().paid().dollars().toPlainString());
        json.writeStringField(
                "standard_usd", amounts.cost().standard().dollars().toPlainString());
        var unused = amounts.unused();
        json.writeNumberField("unused_answers", unused.answers());
        json.writeStringField(
                "duplicate_spend_usd", unused.duplicateSpend().dollars().toPlainString());
        json.writeStringField(
                "canceled_spend_usd", unused.canceledSpend().dollars().toPlainString());
        json.writeNumberField("in_doubt", unused.inDoubt());
        json.writeStringField("saved_usd", amounts.saved().dollars().toPlainString());
    }
}
