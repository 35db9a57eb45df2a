package dev.offpeak.cli.tickets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Last night's tickets: a few that were written whole, then as many generated ones as asked for.
public final class Inbox {
    /// The inbox everybody gets who does not ask for another.
    public static final long SEED = 20_261_122;

    private Inbox() {}

    public static List<Ticket> of(int tickets, long seed) {
        List<Ticket> written = handWritten();
        List<Ticket> all = new ArrayList<>(written.subList(0, Math.min(tickets, written.size())));
        TicketGenerator generator = new TicketGenerator(seed);
        IntStream.rangeClosed(all.size() + 1, tickets)
                .mapToObj(generator::ticket)
                .forEach(all::add);
        return List.copyOf(all);
    }

    static List<Ticket> handWritten() {
        List<String> lines = Sections.text("handwritten.jsonl").lines().toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> ticket(i + 1, Json.read(lines.get(i))))
                .toList();
    }

    private static Ticket ticket(int number, JsonNode json) {
        Label label = Label.of(json.path("label").asText())
                .orElseThrow(() -> new IllegalStateException("handwritten.jsonl:" + number + ": unknown label"));
        return new Ticket(
                TicketGenerator.id(number),
                label,
                json.path("subject").asText(),
                json.path("body").asText());
    }
}
