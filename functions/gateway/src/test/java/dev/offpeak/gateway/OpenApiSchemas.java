package dev.offpeak.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What the gateway's answers look like. That they do is checked against every answer the unit tests see, and that
/// nothing more is promised by [OpenApiTest].
final class OpenApiSchemas {
    /// On the way to an ending; [dev.offpeak.gateway.jobs.JobLookup] derives them from segment, bundle and intent.
    static final List<String> UNDERWAY = List.of("QUEUED", "BUNDLED", "SUBMITTED", "RUNNING");

    private static final JsonMapper JSON = new JsonMapper();

    private OpenApiSchemas() {}

    static ObjectNode all() {
        var all = JSON.createObjectNode();
        all.set("JobRequest", JobSchema.embedded());
        all.set("Accepted", accepted());
        all.set("Outcomes", outcomes());
        all.set("Job", job());
        all.set("BatchPage", batchPage());
        all.set("LedgerPage", ledgerPage());
        all.set("Problem", problem());
        all.set("NoGoodLine", noGoodLine());
        all.set("Health", object("What the load balancer wants to hear.", List.of("status"), """
                {"status": {"const": "ok"}}"""));
        return all;
    }

    private static ObjectNode accepted() {
        return object(
                "The receipt of a job that nobody waits for.",
                List.of("id", "state", "lane", "why", "deadline"),
                """
                        {"id": %s, "state": {"const": "QUEUED"}, "lane": %s, "why": %s, "deadline": %s}""".formatted(jobId(), lane(), why(), time("By when the job will have ended.")));
    }

    private static ObjectNode outcomes() {
        return object("What became of each line of an upload.", List.of("accepted", "rejected", "jobs"), lines());
    }

    private static String lines() {
        return """
                {"accepted": %s, "rejected": %s,
                 "jobs": {"type": "array", "items": {"oneOf": [
                   {"type": "object", "required": ["line", "id", "state", "lane", "why"],
                    "properties": {"line": %s, "id": %s, "state": {"const": "QUEUED"}, "lane": %s, "why": %s}},
                   {"type": "object", "required": ["line", "error"],
                    "properties": {"line": %s, "error": {"$ref": "#/components/schemas/Problem"}}}]}}}""".formatted(
                count("Lines that became jobs."), count("Lines that did not."), line(), jobId(), lane(), why(), line());
    }

    private static ObjectNode job() {
        return object(
                "A job as its owner sees it. One that is still on its way to its row shows id and state only.",
                List.of("id", "state"),
                """
                {"id": %s,
                 "state": {"type": "string", "enum": %s,
                   "description": "Shown, not stored. The last five are endings, and a job has exactly one."},
                 "lane": %s, "why": %s,
                 "provider": {"type": "string"}, "endpoint": {"type": "string"}, "model": {"type": "string"},
                 "label": {"type": "string"}, "group": {"type": "string"},
                 "deadline": %s,
                 "attempt": {"type": "integer", "minimum": 1},
                 "batch": {"type": "string", "description": "The provider's id of the batch it went with."},
                 "shared_with": {"type": "string", "description": "The job whose paid call answers this one."},
                 "accepted_at": %s,
                 "ended_at": %s,
                 "settled_by": {"type": "string", "description": "What ended it, a batch and offset or another cause."},
                 "status": {"type": "integer", "description": "The provider's HTTP status."},
                 "usage": {"type": "object",
                   "required": ["input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "tier"],
                   "properties": {"input_tokens": %s, "cache_read_tokens": %s, "cache_write_tokens": %s,
                     "output_tokens": %s, "tier": {"type": "string", "enum": %s}}},
                 "cost": {"type": "object", "required": ["paid_usd", "standard_usd", "saved_usd"],
                   "properties": {"paid_usd": %s, "standard_usd": %s, "saved_usd": %s}},
                 "error": {"type": "object", "required": ["code", "message"],
                   "properties": {"code": {"type": "string"}, "message": {"type": "string"}}},
                 "result_url": {"type": "string", "format": "uri-reference"},
                 "result": {"description": "The provider's body, where it is JSON of at most 64 KiB."}}""".formatted(
                                jobId(),
                                names(Stream.concat(
                                        UNDERWAY.stream(),
                                        Arrays.stream(Ending.values()).map(Enum::name))),
                                lane(),
                                why(),
                                time("By when it will have ended."),
                                time("When Offpeak took it."),
                                time("When it ended."),
                                count("Prompt tokens, cached ones among them."),
                                count("Prompt tokens read from a cache."),
                                count("Prompt tokens written to a cache."),
                                count("Generated tokens."),
                                names(Arrays.stream(Usage.Tier.values()).map(Enum::name)),
                                money("What the provider charges."),
                                money("What the synchronous endpoint would have charged."),
                                money("The difference.")));
    }

    private static ObjectNode batchPage() {
        return object("Batches that hold one's jobs, newest first.", List.of("data", "has_more"), """
                {"data": {"type": "array", "items": {"type": "object",
                  "required": ["id", "provider", "endpoint", "state", "lines", "created_at"],
                  "properties": {"id": {"type": "string", "description": "The provider's id."},
                    "provider": {"type": "string"}, "endpoint": {"type": "string"},
                    "state": {"type": "string",
                      "enum": ["ACTIVE", "CANCELING", "MISSING", "ENDED", "COPIED", "IMPORTED"]},
                    "lines": %s, "created_at": %s, "expires_at": %s,
                    "counts": {"type": "object", "required": ["total", "succeeded", "failed"],
                      "description": "Of the whole batch; left out where others have lines in it.",
                      "properties": {"total": %s, "succeeded": %s, "failed": %s, "retried": %s}}}}},
                 "has_more": {"type": "boolean"}}""".formatted(
                        count("One's own lines."),
                        time("When the provider took it."),
                        time("When the provider gives up on it."),
                        count("Lines."),
                        count("Lines with a good answer."),
                        count("Lines with an error."),
                        count("Lines that were sent again; once imported.")));
    }

    private static ObjectNode ledgerPage() {
        var fields = new ArrayList<String>();
        for (var counted : List.of("succeeded", "failed", "unpriced", "input_tokens", "output_tokens")) {
            fields.add("\"" + counted + "\": " + count(""));
        }
        fields.add("\"unused_answers\": " + count("Answers that nobody could use any more."));
        fields.add("\"in_doubt\": " + count("Direct calls whose answer was lost."));
        for (var sum : List.of("paid_usd", "standard_usd", "duplicate_spend_usd", "canceled_spend_usd", "saved_usd")) {
            fields.add("\"" + sum + "\": " + money(""));
        }
        var amounts = String.join(", ", fields);
        var names = fields.stream()
                .map(field -> field.substring(0, field.indexOf(':')))
                .toList();
        var required = String.join(", ", names);
        return object(
                "What was paid and what the synchronous endpoints would have cost.",
                List.of("lines", "total"),
                """
                {"lines": {"type": "array", "items": {"type": "object",
                   "required": ["day", "lane", "provider", "model", %s],
                   "properties": {"day": {"type": "string", "format": "date"}, "lane": %s,
                     "provider": {"type": "string"}, "model": {"type": "string"}, %s}}},
                 "total": {"type": "object", "required": [%s], "properties": {%s}}}""".formatted(required, lane(), amounts, required, amounts));
    }

    private static ObjectNode problem() {
        return object("RFC 9457 problem details.", List.of("type", "title", "status", "detail"), """
                {"type": {"type": "string", "format": "uri", "enum": %s},
                 "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
                 "field": {"type": "string", "description": "The path of the field to blame, where there is one."}}""".formatted(
                        names(Arrays.stream(ProblemType.values()).map(ProblemType::uri))));
    }

    private static ObjectNode noGoodLine() {
        var node = problem();
        node.put("description", "A problem that lists what is wrong with each line.");
        var properties = (ObjectNode) node.path("properties");
        properties.remove("field");
        properties.set("type", parse("{\"const\": \"" + ProblemType.NO_GOOD_LINE.uri() + "\"}"));
        properties.setAll((ObjectNode) parse(lines()));
        node.withArray("required").add("accepted").add("rejected").add("jobs");
        return node;
    }

    private static ObjectNode object(String description, List<String> required, String properties) {
        var node = JSON.createObjectNode();
        node.put("type", "object");
        node.put("description", description);
        required.forEach(node.withArray("required")::add);
        node.set("properties", parse(properties));
        return node;
    }

    static String jobId() {
        return "{\"type\": \"string\", \"pattern\": \"^" + JobId.PREFIX + "[0-9a-z]{37}$\"}";
    }

    private static String lane() {
        return "{\"type\": \"string\", \"enum\": "
                + names(Arrays.stream(Lane.values()).map(Enum::name)) + "}";
    }

    private static String why() {
        return "{\"type\": \"string\", \"description\": \"Why this lane.\"}";
    }

    private static String line() {
        return "{\"type\": \"integer\", \"minimum\": 1, \"description\": \"Counted from 1, blank lines included.\"}";
    }

    private static String time(String what) {
        return "{\"type\": \"string\", \"format\": \"date-time\", \"description\": \"" + what + "\"}";
    }

    private static String count(String what) {
        return "{\"type\": \"integer\", \"minimum\": 0" + described(what) + "}";
    }

    private static String money(String what) {
        return "{\"type\": \"string\", \"pattern\": \"^-?[0-9]+\\\\.[0-9]{9}$\"" + described(what) + "}";
    }

    private static String described(String what) {
        return what.isEmpty() ? "" : ", \"description\": \"" + what + "\"";
    }

    private static String names(Stream<String> names) {
        return JSON.valueToTree(names.toList()).toString();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }
}
