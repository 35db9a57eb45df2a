package dev.offpeak.simulator.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What goes wrong when a rule fires.
public sealed interface Effect {

    /// The call is answered with this status and does nothing.
    record Status(int code, Optional<JsonNode> body, Map<String, String> headers) implements Effect {
        public static Status of(int code) {
            return new Status(code, Optional.empty(), Map.of());
        }

        public Reply reply() {
            return body.<Reply>map(json -> new Reply.Body(code, json, headers))
                    .orElseGet(() -> Reply.refused(
                            Refusal.of(code, type(), "injected fault").withHeaders(headers)));
        }

        private String type() {
            return switch (code) {
                case 400, 422 -> "invalid_request_error";
                case 401 -> "authentication_error";
                case 403 -> "permission_error";
                case 404 -> "not_found_error";
                case 409 -> "conflict_error";
                case 413 -> "request_too_large";
                case 429 -> "rate_limit_error";
                case 504 -> "timeout_error";
                case 529 -> "overloaded_error";
                default -> "api_error";
            };
        }
    }

    /// The call takes this much longer, in real time.
    record Delay(Duration time) implements Effect {}

    /// Server-sent events leave one by one with this pause between them, in real time.
    record SlowStream(Duration pause) implements Effect {}

    /// The connection breaks after this many server-sent events. The answer is paid for.
    record BreakStream(int after) implements Effect {}

    /// The connection closes before anything happened.
    record DropBefore() implements Effect {}

    /// The call is carried out, then the connection closes without an answer.
    record DropAfter() implements Effect {}

    /// A create answers 504; the batch shows up after this much virtual time.
    record LandLate(Duration after) implements Effect {}

    /// This share of the rows never finishes, so the batch runs into its 24 hours.
    record ExpireRows(double fraction) implements Effect {}

    /// This share of the rows fails with this status.
    record ErrorRows(double fraction, int status) implements Effect {}

    /// This share of the rows is in no result file.
    record MissingRows(double fraction) implements Effect {}

    /// This share of the rows is in the results twice.
    record DuplicateRows(double fraction) implements Effect {}

    /// The batch never ends unless it is cancelled.
    record Stuck() implements Effect {}

    /// The counters of the batch have nothing to do with its rows.
    record LyingCounters() implements Effect {}

    /// GET of the new batch answers 404 for this much virtual time.
    record NotFoundFor(Duration time) implements Effect {}
}
