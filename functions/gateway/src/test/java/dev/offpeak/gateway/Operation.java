package dev.offpeak.gateway;

import static dev.offpeak.gateway.OpenApiSchemas.parse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.gateway.http.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One operation of the OpenAPI document in the making.
final class Operation {
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode node = JSON.createObjectNode();

    Operation(String id, String tag, String summary) {
        node.put("operationId", id);
        node.withArray("tags").add(tag);
        node.put("summary", summary);
    }

    ObjectNode node() {
        return node;
    }

    ObjectNode withoutKey() {
        node.putArray("security");
        return node;
    }

    Operation describes(String description) {
        node.put("description", description);
        return this;
    }

    Operation at(String documentation) {
        node.putObject("externalDocs").put("url", documentation);
        return this;
    }

    Operation parameter(String in, String name, String schema, boolean required) {
        var parameter = node.withArray("parameters").addObject();
        parameter.put("name", name).put("in", in).put("required", required).set("schema", parse(schema));
        return this;
    }

    Operation takes(String body) {
        node.set("requestBody", parse(body));
        return this;
    }

    Operation answers(int status, String description, String mediaType, String schema) {
        return answers(Integer.toString(status), description, mediaType, schema);
    }

    Operation answers(String status, String description, String mediaType, String schema) {
        var response = node.withObject("/responses").putObject(status);
        response.put("description", description);
        response.putObject("content").putObject(mediaType).set("schema", parse(schema));
        return this;
    }

    Operation alsoAs(int status, String mediaType, String schema) {
        return alsoAs(Integer.toString(status), mediaType, schema);
    }

    Operation alsoAs(String status, String mediaType, String schema) {
        ((ObjectNode) node.path("responses").path(status).path("content"))
                .putObject(mediaType)
                .set("schema", parse(schema));
        return this;
    }

    /// @param always whether every answer of this status has it
    Operation header(int status, String name, String description, boolean always) {
        return header(Integer.toString(status), name, description, always);
    }

    Operation header(String status, String name, String description, boolean always) {
        var header = node.withObject("/responses/" + status + "/headers").putObject(name);
        header.put("description", description).put("required", always);
        header.putObject("schema").put("type", "string");
        return this;
    }

    /// Problems of one status are one response.
    Operation problems(Collection<ProblemType> types) {
        var byStatus = types.stream()
                .sorted()
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach(this::problems);
        return this;
    }

    private void problems(int status, List<ProblemType> types) {
        answers(
                status,
                types.stream().map(type -> type.slug() + ": " + type.when()).collect(Collectors.joining("; ")) + ".",
                "application/problem+json",
                types.contains(ProblemType.NO_GOOD_LINE)
                        ? "{\"anyOf\": [" + oneOf(without(types)) + ", " + OpenApi.ref("NoGoodLine") + "]}"
                        : oneOf(types));
        switch (status) {
            case 401 -> header(status, "WWW-Authenticate", "Bearer.", true);
            case 405 -> header(status, "Allow", "The methods that are taken.", true);
            case 503 -> header(status, "Retry-After", "Seconds after which a new try makes sense.", true);
            default -> {}
        }
    }

    private static List<ProblemType> without(List<ProblemType> types) {
        return types.stream().filter(type -> type != ProblemType.NO_GOOD_LINE).toList();
    }

    private static String oneOf(List<ProblemType> types) {
        var uris = JSON.valueToTree(types.stream().map(ProblemType::uri).toList());
        return "{\"$ref\": \"#/components/schemas/Problem\", \"properties\": {\"type\": {\"enum\": " + uris + "}}}";
    }
}
