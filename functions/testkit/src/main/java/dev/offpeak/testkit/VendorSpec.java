package dev.offpeak.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A provider's own OpenAPI document, against which what we send is checked. The documents are not ours to pass on:
/// without one in `shared/specs`, beside the checkout or above it, the test that asks for it is skipped by name.
public final class VendorSpec {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<Path, JsonNode> READ = new ConcurrentHashMap<>();
    private static final Pattern FIELD = Pattern.compile(
            "Content-Disposition: form-data; name=\"([^\"]+)\"(; filename=\"[^\"]+\")?[^\\r]*\r\n(?:[^\\r]+\r\n)*\r\n(.*?)\r\n--",
            Pattern.DOTALL);

    private final JsonNode document;
    private final String base;

    private VendorSpec(JsonNode document, String base) {
        this.document = document;
        this.base = base;
    }

    /// A request as it reached the provider.
    ///
    /// @param target path and query
    /// @param headers by name, in any case
    public record Sent(String method, String target, Map<String, String> headers, String body) {
        private String path() {
            return target.split("\\?", 2)[0];
        }

        private Stream<String> query() {
            int mark = target.indexOf('?');
            return mark < 0 ? Stream.of() : Stream.of(target.substring(mark + 1).split("&"));
        }

        private Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /// @param base what the document's paths leave out, such as `/v1`
    public static VendorSpec find(String name, String base) {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("shared/specs").resolve(name))) {
            folder = folder.getParent();
        }
        Assumptions.assumeTrue(folder != null, "there is no shared/specs/" + name);
        var file = folder.resolve("shared/specs").resolve(name);
        return new VendorSpec(READ.computeIfAbsent(file, VendorSpec::read), base);
    }

    private static JsonNode read(Path file) {
        ObjectMapper mapper = file.toString().endsWith(".json") ? JSON : new YAMLMapper();
        try {
            // where a schema stands alone, so do those that it refers to
            var text = mapper.readTree(file.toFile()).toString().replace("#/components/schemas/", "#/$defs/");
            return modern(JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// OpenAI's document says 3.1 and in places means 3.0, where an exclusive bound is a flag: such a bound is let go.
    private static JsonNode modern(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var bound : List.of("exclusiveMinimum", "exclusiveMaximum")) {
                if (object.path(bound).isBoolean()) {
                    object.remove(bound);
                }
            }
        }
        node.forEach(VendorSpec::modern);
        return node;
    }

    /// What is wrong with a request; nothing, if the document allows it.
    public List<String> flaws(Sent sent) {
        var path = path(sent.path());
        var operation = document.path("paths").path(path).path(sent.method().toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return List.of("there is no " + sent.method() + " " + sent.path());
        }
        var flaws = new ArrayList<String>();
        var parameters = new ArrayList<JsonNode>();
        document.path("paths").path(path).path("parameters").forEach(one -> parameters.add(resolved(one)));
        operation.path("parameters").forEach(one -> parameters.add(resolved(one)));
        sent.query().forEach(pair -> query(pair, parameters, flaws));
        parameters.stream()
                .filter(one -> one.path("required").asBoolean()
                        && one.path("in").asText().equals("header")
                        && sent.header(one.path("name").asText()).isEmpty())
                .forEach(one -> flaws.add("header " + one.path("name").asText() + " is missing"));
        body(sent, operation.path("requestBody"), flaws);
        return flaws;
    }

    private String path(String given) {
        var asked = given.startsWith(base) ? given.substring(base.length()) : given;
        var paths = new TreeSet<String>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        // a fixed path goes before one with a variable
        return paths.contains(asked)
                ? asked
                : paths.stream()
                        .filter(template -> asked.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                        .findFirst()
                        .orElse(asked);
    }

    private void query(String pair, List<JsonNode> parameters, List<String> flaws) {
        var name = pair.split("=", 2)[0];
        var value = pair.substring(name.length() + 1);
        var known = parameters.stream()
                .filter(one -> one.path("in").asText().equals("query")
                        && one.path("name").asText().equals(name))
                .findFirst();
        if (known.isEmpty()) {
            flaws.add("query parameter " + name + " is not known");
            return;
        }
        var typed = value.matches("[0-9]+") ? JSON.getNodeFactory().numberNode(Long.parseLong(value)) : text(value);
        validate("query parameter " + name, known.get().path("schema"), typed, flaws);
    }

    private void body(Sent sent, JsonNode described, List<String> flaws) {
        if (described.isMissingNode() || sent.body().isEmpty()) {
            if (described.path("required").asBoolean() || !sent.body().isEmpty()) {
                flaws.add(sent.body().isEmpty() ? "a body is missing" : "no body is expected");
            }
            return;
        }
        var type = sent.header("content-type").orElse("").split(";", 2)[0];
        var media = resolved(described).path("content").path(type);
        if (media.isMissingNode()) {
            flaws.add("a body of type \"" + type + "\" is not expected");
            return;
        }
        var body = type.startsWith("multipart/") ? form(sent.body()) : parse(sent.body());
        var schema = schema(media.path("schema"));
        if (schema.has("properties")) {
            body.fieldNames().forEachRemaining(name -> {
                if (!schema.path("properties").has(name)) {
                    flaws.add("body." + name + " is not known");
                }
            });
        }
        validate("body", media.path("schema"), body, flaws);
    }

    private void validate(String what, JsonNode schema, JsonNode value, List<String> flaws) {
        var alone = JSON.createObjectNode();
        alone.set("$defs", document.at("/components/schemas"));
        alone.putArray("allOf").add(schema);
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(alone)
                .validate(value)
                .forEach(flaw -> flaws.add(what + " " + flaw));
    }

    /// `expires_after[seconds]` is a field of an object; a file is a text like any other.
    private static ObjectNode form(String body) {
        var form = JSON.createObjectNode();
        FIELD.matcher(body).results().forEach(field -> {
            var names = field.group(1).split("[\\[\\]]+");
            var target = names.length == 1 ? form : form.withObject("/" + names[0]);
            var value = field.group(3);
            var last = names[names.length - 1];
            if (value.matches("[0-9]+")) {
                target.put(last, Long.parseLong(value));
            } else {
                target.put(last, value);
            }
        });
        return form;
    }

    private JsonNode schema(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        return reference.isEmpty()
                ? schema
                : document.at(reference.substring(1).replace("$defs", "components/schemas"));
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private static JsonNode text(String value) {
        return JSON.getNodeFactory().textNode(value);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + body, e);
        }
    }
}
