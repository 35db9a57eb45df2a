package dev.offpeak.simulator.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.offpeak.simulator.faults.FaultJson;
import dev.offpeak.simulator.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// `/admin`: what a test may see and turn, over HTTP.
public final class AdminApi implements HttpHandler {
    private final Control control;

    public AdminApi(Control control) {
        this.control = control;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            try {
                dispatch(call, exchange);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                reply(exchange, 400, Json.object().put("error", e.getMessage()));
            }
        }
    }

    private void dispatch(String call, HttpExchange exchange) throws IOException {
        switch (call) {
            case "GET /admin/state" -> reply(exchange, 200, control.state());
            case "POST /admin/clock" -> reply(exchange, 200, clock(body(exchange)));
            case "GET /admin/faults" ->
                reply(exchange, 200, FaultJson.write(control.faults().rules()));
            case "POST /admin/faults" -> {
                FaultJson.read(body(exchange)).forEach(control.faults()::add);
                reply(exchange, 200, FaultJson.write(control.faults().rules()));
            }
            case "DELETE /admin/faults" -> {
                control.faults().clear();
                reply(exchange, 200, FaultJson.write(control.faults().rules()));
            }
            case "GET /admin/bill" -> bill(exchange);
            default -> reply(exchange, 404, Json.object().put("error", "no such admin call: " + call));
        }
    }

    private ObjectNode clock(JsonNode body) {
        Optional.ofNullable(body.get("speed"))
                .ifPresent(speed -> control.clock().setSpeed(speed.asDouble()));
        Optional.ofNullable(body.get("advance")).ifPresent(by -> control.clock().advance(Duration.parse(by.asText())));
        boolean settled = control.engine().catchUp(Duration.ofSeconds(60));
        return control.clockJson().put("settled", settled);
    }

    private void bill(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (query == null || !query.contains("detail=true")) {
            reply(exchange, 200, control.bill().toJson());
            return;
        }
        exchange.getResponseHeaders().set("content-type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        control.bill().writeDetail(exchange.getResponseBody());
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try {
            return Json.MAPPER.readTree(exchange.getRequestBody());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void reply(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] body = Json.bytes(json);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
