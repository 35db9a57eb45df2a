package dev.offpeak.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultPlan;
import dev.offpeak.simulator.limits.Quota;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The path of every provider call: find the operation, arm its faults, authenticate, meter, answer.
public final class Gateway implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final Provider provider;
    private final FaultPlan faults;
    private final Ids ids;
    private final Abandoned abandoned;

    public Gateway(Provider provider, FaultPlan faults, Ids ids, Abandoned abandoned) {
        this.provider = provider;
        this.faults = faults;
        this.ids = ids;
        this.abandoned = abandoned;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            serve(exchange);
            // not when it fails: closing an answer in chunks would end it as if it were whole
            exchange.close();
        } catch (ReplyWriter.BrokenOff e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // the JDK server would close the connection without a word
            LOG.log(Level.WARNING, exchange.getRequestMethod() + " " + exchange.getRequestURI() + " broke off", e);
            throw e;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Optional<Matched> matched = find(exchange);
        List<Effect> effects =
                matched.map(m -> faults.arm(m.operation().name())).orElse(List.of());
        if (effects.contains(new Effect.DropBefore())) {
            return;
        }
        ReplyWriter writer = new ReplyWriter(exchange, provider, ids.next("req_"), abandoned);
        Answer answer = answer(exchange, matched, effects);
        if (effects.contains(new Effect.DropAfter())) {
            // the work is done; closing without a byte leaves the caller in doubt, as a broken network would
            return;
        }
        drain(exchange);
        writer.write(answer.reply(), answer.verdict(), effects);
    }

    private Answer answer(HttpExchange exchange, Optional<Matched> matched, List<Effect> effects) throws IOException {
        Request request = new Request(exchange, matched.map(Matched::params).orElse(Map.of()));
        for (Effect effect : effects) {
            if (effect instanceof Effect.Delay delay) {
                Pause.of(delay.time());
            }
            if (effect instanceof Effect.Status status) {
                return new Answer(status.reply(), Quota.Verdict.unmetered());
            }
        }
        if (matched.isEmpty()) {
            return unmetered(Refusal.of(404, notFoundType(), "Unknown request URL: " + request.path()));
        }
        return switch (provider.authenticate(request)) {
            case Provider.Authentication.Denied(Refusal refusal) -> unmetered(refusal);
            case Provider.Authentication.Known(String caller) ->
                run(matched.get().operation(), new Call(request, caller, effects));
        };
    }

    private Answer run(Operation operation, Call call) throws IOException {
        Quota.Verdict verdict = provider.admit(operation.name(), call.caller());
        if (!verdict.allowed()) {
            return new Answer(Reply.refused(tooMany(operation, verdict)), verdict);
        }
        Reply reply = operation.endpoint().handle(call);
        for (Effect effect : call.effects()) {
            if (effect instanceof Effect.LandLate) {
                // the create was accepted; only the front end gave up waiting
                return new Answer(Reply.refused(Refusal.of(504, "timeout_error", "Gateway timeout")), verdict);
            }
        }
        return new Answer(reply, verdict);
    }

    private static Refusal tooMany(Operation operation, Quota.Verdict verdict) {
        return Refusal.of(429, "rate_limit_error", "Rate limit reached for " + operation.name())
                .withCode("rate_limit_exceeded")
                .withHeaders(Map.of("retry-after", Long.toString(Math.max(1, verdict.resetSeconds()))));
    }

    private Optional<Matched> find(HttpExchange exchange) {
        List<String> path = List.of(exchange.getRequestURI().getPath().split("/", -1));
        for (Operation operation : provider.operations()) {
            Optional<Map<String, String>> params = operation.match(exchange.getRequestMethod(), path);
            if (params.isPresent()) {
                return Optional.of(new Matched(operation, params.get()));
            }
        }
        return Optional.empty();
    }

    private String notFoundType() {
        return provider.name().equals("anthropic") ? "not_found_error" : "invalid_request_error";
    }

    private static Answer unmetered(Refusal refusal) {
        return new Answer(Reply.refused(refusal), Quota.Verdict.unmetered());
    }

    // The JDK server drops the connection when much of the body is unread, and the client would see a broken pipe.
    private static void drain(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    }

    private record Matched(Operation operation, Map<String, String> params) {}

    private record Answer(Reply reply, Quota.Verdict verdict) {}
}
