package dev.offpeak.simulator.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Hash;
import dev.offpeak.simulator.http.Json;
import java.nio.charset.StandardCharsets;

/// The model: answers depend on the prompt only, and a test can tell a good one from a bad one.
///
/// It classifies into the labels the prompt lists, summarises by quoting the beginning, fills JSON schemas and
/// forced tool calls, and otherwise says which text it was given.
public final class Answers {
    private Answers() {}

    public static Answer answer(Prompt prompt) {
        Task task = Task.read(prompt);
        if (prompt.tool().isPresent()) {
            Prompt.Tool tool = prompt.tool().get();
            return new Answer.ToolCall(tool.name(), new SchemaFiller(tool.schema(), task).fill());
        }
        String text = switch (prompt.format()) {
            case Prompt.Format.Schema(JsonNode schema) -> text(new SchemaFiller(schema, task).fill());
            case Prompt.Format.AnyJson() -> text(json(task));
            case Prompt.Format.Free() -> free(task);
        };
        String cut = Tokens.truncate(text, prompt.maxTokens());
        return new Answer.Text(cut, cut.length() < text.length());
    }

    private static String free(Task task) {
        boolean both = task.labels().isPresent() && task.summarise();
        if (task.json() && (both || task.labels().isPresent() || task.summarise())) {
            return text(json(task));
        }
        if (both) {
            return label(task) + "\n" + Summary.of(task.subject());
        }
        if (task.labels().isPresent()) {
            return label(task);
        }
        return task.summarise() ? Summary.of(task.subject()) : echo(task);
    }

    private static ObjectNode json(Task task) {
        ObjectNode json = Json.object();
        if (task.labels().isPresent()) {
            json.put("label", label(task));
        }
        if (task.summarise()) {
            json.put("summary", Summary.of(task.subject()));
        }
        return json.isEmpty() ? json.put("answer", echo(task)) : json;
    }

    private static String label(Task task) {
        return task.labels().map(labels -> labels.choose(task.subject())).orElse("");
    }

    private static String echo(Task task) {
        return "Answer " + Integer.toHexString((int) Hash.of(task.subject())) + ": " + Summary.of(task.subject());
    }

    private static String text(JsonNode json) {
        return new String(Json.bytes(json), StandardCharsets.UTF_8);
    }
}
