package dev.offpeak.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.limits.Quota;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Puts a reply on the wire.
final class ReplyWriter {
    private final HttpExchange exchange;
    private final Provider provider;
    private final String requestId;
    private final Abandoned abandoned;

    ReplyWriter(HttpExchange exchange, Provider provider, String requestId, Abandoned abandoned) {
        this.exchange = exchange;
        this.provider = provider;
        this.requestId = requestId;
        this.abandoned = abandoned;
    }

    /// @param effects of which those on streams are for this
    void write(Reply reply, Quota.Verdict verdict, List<Effect> effects) throws IOException {
        headers(provider.headers(requestId, verdict));
        switch (reply) {
            case Reply.Body(var status, var json, var extra) -> {
                headers(extra);
                bytes(status, Json.bytes(json));
            }
            case Reply.Refused(Refusal refusal) -> {
                headers(refusal.headers());
                bytes(refusal.status(), Json.bytes(provider.envelope(refusal, requestId)));
            }
            case Reply.FileContent(Path file, String type) -> file(file, type);
            case Reply.Events(List<Reply.Event> events) -> events(events, effects);
        }
    }

    private void headers(Map<String, String> headers) {
        headers.forEach(exchange.getResponseHeaders()::set);
    }

    private void bytes(int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void file(Path file, String type) throws IOException {
        exchange.getResponseHeaders().set("content-type", type);
        long size = Files.size(file);
        exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
        if (size > 0) {
            Files.copy(file, exchange.getResponseBody());
        }
    }

    private void events(List<Reply.Event> events, List<Effect> effects) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("cache-control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < events.size(); i++) {
            disturb(i, effects);
            Reply.Event event = events.get(i);
            String name = event.name().isEmpty() ? "" : "event: " + event.name() + "\n";
            send(out, (name + "data: " + event.data() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void send(OutputStream out, byte[] event) throws IOException {
        try {
            out.write(event);
            out.flush();
        } catch (IOException e) {
            abandoned.add();
            throw e;
        }
    }

    private static void disturb(int sent, List<Effect> effects) throws IOException {
        for (Effect effect : effects) {
            if (effect instanceof Effect.SlowStream(var pause) && sent > 0) {
                Pause.of(pause);
            }
            if (effect instanceof Effect.BreakStream(int after) && sent >= after) {
                throw new BrokenOff();
            }
        }
    }

    /// Leaves an answer in chunks without its end.
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOff() {
            super("injected: the stream breaks off");
        }
    }
}
