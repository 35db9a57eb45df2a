package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.tickets.Label;
import dev.offpeak.cli.tickets.Ticket;
import java.util.List;

/// One background job of the night: the JSON that `POST /v1/jobs` and the queue take.
///
/// @param kind what its answer has to be
record Job(String ticket, Kind kind, ObjectNode json) {
    private static final int LABEL_AND_SUMMARY_TOKENS = 200;

    // Stable to the byte, so that providers that cache prompts can.
    private static final String SYSTEM = """
            You sort the support tickets of Brambleworth, a shop for kitchen and garden.
            The label is one of: %s
            The summary is one sentence that tells an agent what the customer wants.
            Answer with JSON and nothing else: {"label": "...", "summary": "..."}""".formatted(Label.list());

    enum Kind {
        /// A label and a summary, from Anthropic.
        SORT,
        /// A vector, from OpenAI.
        EMBED
    }

    /// What is done with every ticket.
    static List<Job> of(Ticket ticket) {
        return List.of(new Job(ticket.id(), Kind.SORT, sort(ticket)), new Job(ticket.id(), Kind.EMBED, embed(ticket)));
    }

    /// The name a producer gives it on the queue.
    String reference() {
        return ticket + (kind == Kind.SORT ? "-sort" : "-embed");
    }

    private static ObjectNode sort(Ticket ticket) {
        ObjectNode json = job("anthropic", "/v1/messages");
        ObjectNode body = json.putObject("body")
                .put("model", Models.SORTING)
                .put("max_tokens", LABEL_AND_SUMMARY_TOKENS)
                .put("system", SYSTEM);
        body.putArray("messages").addObject().put("role", "user").put("content", text(ticket));
        return json;
    }

    private static ObjectNode embed(Ticket ticket) {
        ObjectNode json = job("openai", "/v1/embeddings");
        json.putObject("body")
                .put("model", Models.EMBEDDING)
                .put("dimensions", Models.DIMENSIONS)
                .put("input", ticket.subject() + "\n\n" + ticket.body());
        return json;
    }

    private static ObjectNode job(String provider, String endpoint) {
        return Json.object()
                .put("provider", provider)
                .put("endpoint", endpoint)
                .put("deadline", "12h")
                .put("label", "tickets");
    }

    static String text(Ticket ticket) {
        return "Subject: " + ticket.subject() + "\n\nTicket: " + ticket.body();
    }
}
