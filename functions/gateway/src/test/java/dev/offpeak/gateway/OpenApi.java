package dev.offpeak.gateway;

import static dev.offpeak.gateway.OpenApiSchemas.parse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.jobs.SubmitMany;
import dev.offpeak.gateway.listing.Batches;
import dev.offpeak.gateway.listing.LedgerPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The OpenAPI document, from the routes, problems, limits and names that the gateway runs with. `docs/openapi.json` is
/// this, written down.
final class OpenApi {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String ANY = "{\"type\": \"object\"}";

    /// What any answer of ours that wants a key can be.
    private static final Set<ProblemType> ALWAYS = Set.of(ProblemType.UNAUTHORIZED, ProblemType.UNAVAILABLE);

    /// The one entry that a drop-in route needs. The provider describes it; this says only what it is called.
    static final List<DropInRoute> DROP_INS = List.of(
            call("/openai/v1/chat/completions", "Chat completions"),
            call("/openai/v1/completions", "Completions"),
            call("/openai/v1/embeddings", "Embeddings"),
            call("/openai/v1/moderations", "Moderations"),
            call("/openai/v1/responses", "Responses, also in the background"),
            call("/openai/v1/responses/input_tokens", "Count tokens"),
            call("/openai/v1/images/generations", "Generate images"),
            form("/openai/v1/images/edits", "Edit images"),
            form("/openai/v1/images/variations", "Vary images"),
            read("/openai/v1/models", "List models"),
            read("/openai/v1/models/{model}", "Show a model"),
            read("/openai/v1/responses/{response_id}", "Show a background response", "stream", "starting_after"),
            other("DELETE", "/openai/v1/responses/{response_id}", "Delete a background response"),
            other("POST", "/openai/v1/responses/{response_id}/cancel", "Cancel a background response"),
            form("/openai/v1/files", "Upload a file of requests"),
            read("/openai/v1/files", "List files", "limit", "after", "order", "purpose"),
            read("/openai/v1/files/{file_id}", "Show a file"),
            other("DELETE", "/openai/v1/files/{file_id}", "Delete a file"),
            results("/openai/v1/files/{file_id}/content", "Read a file"),
            other("POST", "/openai/v1/batches", "Create a batch"),
            read("/openai/v1/batches", "List batches", "limit", "after"),
            read("/openai/v1/batches/{batch_id}", "Show a batch"),
            other("POST", "/openai/v1/batches/{batch_id}/cancel", "Cancel a batch"),
            call("/anthropic/v1/messages", "Messages"),
            call("/anthropic/v1/messages/count_tokens", "Count tokens"),
            read("/anthropic/v1/models", "List models"),
            read("/anthropic/v1/models/{model}", "Show a model"),
            other("POST", "/anthropic/v1/messages/batches", "Create a message batch"),
            read("/anthropic/v1/messages/batches", "List message batches", "limit", "before_id", "after_id"),
            read("/anthropic/v1/messages/batches/{batch_id}", "Show a message batch"),
            other("DELETE", "/anthropic/v1/messages/batches/{batch_id}", "Delete a message batch"),
            other("POST", "/anthropic/v1/messages/batches/{batch_id}/cancel", "Cancel a message batch"),
            results("/anthropic/v1/messages/batches/{batch_id}/results", "Read the results of a message batch"));

    /// What a route takes.
    enum Takes {
        /// JSON, and the headers that make it a background job.
        JOB,
        JSON,
        FORM,
        /// Which bytes are wanted.
        RANGE,
        NOTHING
    }

    /// @param query parameters that are read here, and not only passed on
    record DropInRoute(String method, String path, String summary, Takes takes, List<String> query) {
        DropInRoute(String method, String path, String summary, Takes takes) {
            this(method, path, summary, takes, List.of());
        }

        String documentation() {
            return path.startsWith("/openai/")
                    ? "https://platform.openai.com/docs/api-reference"
                    : "https://platform.claude.com/docs/en/api";
        }
    }

    private static DropInRoute call(String path, String summary) {
        return new DropInRoute("POST", path, summary, Takes.JOB);
    }

    private static DropInRoute form(String path, String summary) {
        return new DropInRoute("POST", path, summary, Takes.FORM);
    }

    private static DropInRoute read(String path, String summary, String... query) {
        return new DropInRoute("GET", path, summary, Takes.NOTHING, List.of(query));
    }

    private static DropInRoute results(String path, String summary) {
        return new DropInRoute("GET", path, summary, Takes.RANGE);
    }

    /// A body in JSON may be there or not, as the provider has it.
    private static DropInRoute other(String method, String path, String summary) {
        return new DropInRoute(method, path, summary, method.equals("POST") ? Takes.JSON : Takes.NOTHING);
    }

    private OpenApi() {}

    static ObjectNode document() {
        var document = JSON.createObjectNode();
        document.put("openapi", "3.1.0");
        document.set("info", parse("""
                {"title": "Offpeak", "version": "1",
                 "summary": "LLM work that nobody waits for, at half price.",
                 "description": "Offpeak's own routes are described in full. The drop-in routes take and give what the \
                provider's own API does; set an SDK's base URL to /openai/v1 or /anthropic. HEAD answers like GET \
                without the body. Paths and methods that are not here are answered with the problems no-such-route and \
                method-not-allowed, on drop-in routes in the provider's envelope."}"""));
        document.set("servers", parse("[{\"url\": \"/\", \"description\": \"Where this document was read.\"}]"));
        document.set("security", parse("[{\"bearer\": []}, {\"apiKey\": []}]"));
        document.set("tags", parse("""
                [{"name": "jobs", "description": "Work that nobody waits for."},
                 {"name": "accounts", "description": "Where the work is and what it cost."},
                 {"name": "drop-in", "description": "The providers' own routes."},
                 {"name": "service", "description": "The gateway itself."}]"""));
        document.set("paths", paths());
        document.set("components", components());
        return document;
    }

    private static ObjectNode paths() {
        var paths = new TreeMap<String, ObjectNode>();
        OwnRoute.all()
                .forEach(route -> paths.computeIfAbsent(route.place().template(), path -> JSON.createObjectNode())
                        .set(route.place().method().toLowerCase(Locale.ROOT), operation(route)));
        DROP_INS.forEach(route -> paths.computeIfAbsent(route.path(), path -> JSON.createObjectNode())
                .set(route.method().toLowerCase(Locale.ROOT), dropIn(route)));
        return JSON.valueToTree(paths);
    }

    private static ObjectNode operation(OwnRoute route) {
        return switch (route) {
            case OwnRoute.Open open -> open(open);
            case OwnRoute.Keyed keyed -> keyed(keyed);
        };
    }

    private static ObjectNode open(OwnRoute.Open route) {
        var operation = switch (route) {
            case HEALTH ->
                new Operation("getHealth", "service", "Tell that the gateway runs, without looking at any store")
                        .answers(200, "It runs.", "application/json", ref("Health"));
            case OPENAPI ->
                new Operation("getOpenApi", "service", "This document")
                        .answers(200, "OpenAPI 3.1.", "application/json", "{\"type\": \"object\"}")
                        .header(200, "Cache-Control", "For how long it may be kept.", true);
            case JOB_SCHEMA ->
                new Operation("getJobSchema", "service", "The JSON Schema of a job")
                        .answers(200, "JSON Schema 2020-12.", "application/schema+json", "{\"type\": \"object\"}")
                        .header(200, "Cache-Control", "For how long it may be kept.", true);
        };
        operation.problems(Set.of(ProblemType.METHOD_NOT_ALLOWED));
        return operation.withoutKey();
    }

    private static ObjectNode keyed(OwnRoute.Keyed route) {
        return switch (route) {
            case SUBMIT_JOBS ->
                new Operation("submitJobs", "jobs", "Submit one job, or many")
                        .describes("A request has at most " + SubmitJobs.LARGEST + " bytes and " + SubmitMany.MOST_LINES
                                + " lines. Each line of an NDJSON upload is judged by itself. A deadline is "
                                + RoutingPolicy.DEFAULT.shortest().toMinutes() + " minutes to "
                                + RoutingPolicy.DEFAULT.longest().toDays() + " days away, "
                                + RoutingPolicy.DEFAULT.defaultDeadline().toHours() + " hours if nothing is said.")
                        .parameter("header", "Idempotency-Key", idempotencyKey(), false)
                        .takes("""
                                {"required": true, "content": {
                                  "application/json": {"schema": {"$ref": "#/components/schemas/JobRequest"}},
                                  "application/x-ndjson": {"schema": {"type": "string",
                                    "description": "A JobRequest per line."}}}}""")
                        .answers(200, "The job that somebody waited for, ended.", "application/json", ref("Job"))
                        .header(200, "Offpeak-Recorded", "false: the answer is good and could not be kept.", false)
                        .answers(
                                202,
                                "The queue has the job, or what of the lines was good.",
                                "application/json",
                                "{\"oneOf\": [" + ref("Accepted") + ", " + ref("Outcomes") + "]}")
                        .header(202, "Location", "Where one job is found.", false)
                        .header(202, "Retry-After", "Seconds after which asking makes sense.", true)
                        .problems(with(
                                ProblemType.BAD_JSON,
                                ProblemType.EMPTY,
                                ProblemType.BAD_IDEMPOTENCY_KEY,
                                ProblemType.ID_TAKEN,
                                ProblemType.TOO_LARGE,
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                ProblemType.BAD_JOB,
                                ProblemType.NO_GOOD_LINE,
                                ProblemType.IDEMPOTENCY_KEY_REUSED,
                                ProblemType.QUEUE_UNAVAILABLE))
                        .node();
            case FIND_JOB ->
                job("findJob", "Find a job by the name its producer gave it")
                        .describes("Exactly one of the two parameters.")
                        .parameter("query", "reference", "{\"type\": \"string\"}", false)
                        .parameter("query", "message_id", "{\"type\": \"string\"}", false)
                        .problems(with(ProblemType.BAD_QUERY, ProblemType.NO_SUCH_JOB))
                        .node();
            case READ_JOB ->
                job("readJob", "See how a job stands")
                        .parameter("path", "id", "{\"type\": \"string\"}", true)
                        .problems(with(ProblemType.NO_SUCH_JOB))
                        .node();
            case CANCEL_JOB ->
                new Operation("cancelJob", "jobs", "Withdraw a job that has not ended")
                        .describes("It never cancels a batch; what a provider has begun by then is still paid.")
                        .parameter("path", "id", "{\"type\": \"string\"}", true)
                        .answers(200, "The job, canceled.", "application/json", ref("Job"))
                        .problems(with(
                                ProblemType.NO_SUCH_JOB, ProblemType.ENDED, ProblemType.SHARED, ProblemType.TRY_AGAIN))
                        .node();
            case READ_RESULT ->
                new Operation("readResult", "jobs", "The provider's answer, untouched")
                        .parameter("path", "id", "{\"type\": \"string\"}", true)
                        .answers(
                                "default", "The provider's body, with the provider's status.", "application/json", "{}")
                        .alsoAs("default", "text/event-stream", "{}")
                        .alsoAs("default", "application/octet-stream", "{}")
                        .header("default", "Offpeak-Provider-Status", "The same status: the answer is not ours.", true)
                        .header("default", "x-should-retry", "false: it will not change.", true)
                        .problems(with(ProblemType.NO_SUCH_JOB, ProblemType.NOT_ENDED, ProblemType.NO_RESULT))
                        .header(409, "Retry-After", "Seconds after which asking makes sense.", false)
                        .node();
            case LIST_BATCHES ->
                new Operation("listBatches", "accounts", "The batches that hold one's jobs")
                        .parameter(
                                "query",
                                "limit",
                                "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": " + Batches.LARGEST_PAGE
                                        + ", \"default\": 20}",
                                false)
                        .parameter("query", "after", "{\"type\": \"string\"}", false)
                        .answers(200, "A page, newest first.", "application/json", ref("BatchPage"))
                        .problems(with(ProblemType.BAD_QUERY))
                        .node();
            case READ_LEDGER ->
                new Operation("readLedger", "accounts", "What was paid, and what it would have cost")
                        .describes("Days are UTC, both ends included, at most " + LedgerPage.LONGEST
                                + "; the last 30 days if nothing is said.")
                        .parameter("query", "from", "{\"type\": \"string\", \"format\": \"date\"}", false)
                        .parameter("query", "to", "{\"type\": \"string\", \"format\": \"date\"}", false)
                        .answers(200, "The days asked for.", "application/json", ref("LedgerPage"))
                        .problems(with(ProblemType.BAD_QUERY))
                        .node();
        };
    }

    private static Operation job(String id, String summary) {
        return new Operation(id, "jobs", summary)
                .answers(200, "The job.", "application/json", ref("Job"))
                .header(200, "Retry-After", "Seconds after which asking makes sense, until it has ended.", false);
    }

    private static ObjectNode dropIn(DropInRoute route) {
        var verb = switch (route.method()) {
            case "GET" -> "Get";
            case "DELETE" -> "Delete";
            default -> "Pass";
        };
        var id = Arrays.stream(verb.concat(route.path()).split("[^A-Za-z0-9]+"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        var operation = new Operation(
                id.substring(0, 1).toLowerCase(Locale.ROOT) + id.substring(1), "drop-in", route.summary());
        Pattern.compile("\\{([a-z_]+)}")
                .matcher(route.path())
                .results()
                .forEach(step -> operation.parameter("path", step.group(1), "{\"type\": \"string\"}", true));
        switch (route.takes()) {
            case JOB -> job(operation);
            case JSON -> passes(operation).takes(taking("application/json"));
            case FORM -> passes(operation).takes(taking("multipart/form-data"));
            case RANGE -> ranged(passes(operation));
            case NOTHING -> passes(operation);
        }
        route.query().forEach(name -> operation.parameter("query", name, parameter(name), false));
        if (route.query().contains("stream")) {
            operation.alsoAs(200, "text/event-stream", "{\"type\": \"string\"}");
        }
        return operation
                .answers("4XX", "The provider's own error, or one of ours in its envelope.", "application/json", ANY)
                .answers("5XX", "The provider's own error, or one of ours in its envelope.", "application/json", ANY)
                .at(route.documentation())
                .node();
    }

    private static Operation passes(Operation operation) {
        return operation
                .describes("As the provider documents it. Errors come in the provider's envelope.")
                .answers(200, "As the provider answers.", "application/json", "{}");
    }

    private static void ranged(Operation operation) {
        operation
                .parameter("header", "Range", "{\"type\": \"string\", \"examples\": [\"bytes=0-189999999\"]}", false)
                .answers(
                        206,
                        "The range of a batch's results that was asked for, or its beginning: one answer carries 190"
                                + " MB.",
                        "application/octet-stream",
                        "{}")
                .header(206, "Content-Range", "Which bytes these are, and of how many.", true);
    }

    private static String parameter(String name) {
        return switch (name) {
            case "limit" -> "{\"type\": \"integer\", \"minimum\": 1}";
            case "starting_after" -> "{\"type\": \"integer\", \"minimum\": 0}";
            case "stream" -> "{\"type\": \"boolean\"}";
            case "order" -> choice("asc", "desc");
            default -> "{\"type\": \"string\"}";
        };
    }

    private static String taking(String mediaType) {
        return "{\"content\": {\"" + mediaType + "\": {\"schema\": {\"type\": \"object\"}}}}";
    }

    private static void job(Operation operation) {
        operation
                .describes(
                        "As the provider documents it. With nothing said somebody waits, and the call passes straight"
                                + " through; the headers below make it a background job. Errors come in the provider's"
                                + " envelope.")
                .parameter("header", "Offpeak-Waiting", choice("none", "false", "true"), false)
                .parameter("header", "Offpeak-Deadline", "{\"type\": \"string\", \"examples\": [\"12h\"]}", false)
                .parameter("header", "Offpeak-Label", "{\"type\": \"string\"}", false)
                .parameter("header", "Offpeak-On-Late", choice("express", "wait", "expire"), false)
                .parameter("header", "Offpeak-On-Doubt", choice("fail", "retry"), false)
                .parameter("header", "Offpeak-Share", choice("true", "false"), false)
                .parameter("header", "Prefer", "{\"type\": \"string\", \"examples\": [\"respond-async\"]}", false)
                .parameter("header", "Idempotency-Key", idempotencyKey(), false)
                .takes(
                        "{\"required\": true, \"content\": {\"application/json\": {\"schema\": {\"type\": \"object\"}}}}")
                .answers(200, "The provider's own answer.", "application/json", "{}")
                .alsoAs(200, "text/event-stream", "{\"type\": \"string\"}")
                .header(200, "offpeak-lane", "The lane it ran in.", true)
                .answers(202, "The receipt of a background job.", "application/json", ref("Accepted"))
                .header(202, "Location", "Where the job is found.", true)
                .header(202, "Retry-After", "Seconds after which asking makes sense.", true)
                .header(202, "Preference-Applied", "Where Prefer asked for it.", false);
    }

    private static ObjectNode components() {
        var components = JSON.createObjectNode();
        components.set("schemas", OpenApiSchemas.all());
        components.set("securitySchemes", parse("""
                {"bearer": {"type": "http", "scheme": "bearer", "description": "An Offpeak key, where OpenAI's SDKs put it."},
                 "apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key",
                   "description": "An Offpeak key, where Anthropic's SDKs put it."}}"""));
        return components;
    }

    private static Set<ProblemType> with(ProblemType... more) {
        return Stream.concat(ALWAYS.stream(), Arrays.stream(more)).collect(Collectors.toSet());
    }

    static String ref(String schema) {
        return "{\"$ref\": \"#/components/schemas/" + schema + "\"}";
    }

    private static String choice(String... values) {
        return "{\"type\": \"string\", \"enum\": " + JSON.valueToTree(List.of(values)) + "}";
    }

    private static String idempotencyKey() {
        return "{\"type\": \"string\", \"pattern\": \"^[\\\\x21-\\\\x7e]{1,255}$\"}";
    }
}
