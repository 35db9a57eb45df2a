package dev.offpeak.local.template;

import dev.offpeak.local.template.Template.Code;
import dev.offpeak.local.template.Template.QueueTrigger;
import dev.offpeak.local.template.Template.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads functions with their environment and events, on top of `Globals.Function`.
final class FunctionReader {

    private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");
    private static final Set<String> FUNCTION = Set.of(
            "Description",
            "CodeUri",
            "Handler",
            "Runtime",
            "Architectures",
            "LoggingConfig",
            "MemorySize",
            "Timeout",
            "ReservedConcurrentExecutions",
            "Role",
            "Environment",
            "Events");
    private static final Set<String> QUEUE_EVENT =
            Set.of("Queue", "BatchSize", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "ScalingConfig");

    private final Map<String, Node> globals;

    FunctionReader(Node root) {
        this.globals = root.find("Globals")
                .flatMap(node -> node.find("Function"))
                .map(node -> node.knows(FUNCTION).map())
                .orElse(Map.of());
    }

    Template.Function read(String id, Node properties) {
        properties.knows(FUNCTION);
        List<QueueTrigger> queues = new ArrayList<>();
        List<Schedule> schedules = new ArrayList<>();
        properties.find("Events").map(Node::map).orElse(Map.of()).forEach((name, event) -> {
            switch (event.at("Type").string()) {
                case "SQS" -> queues.add(queue(id + name, event.at("Properties")));
                case "ScheduleV2" -> schedules.add(schedule(id + name, event.at("Properties")));
                case String other ->
                    throw new TemplateException(
                            event.path(), "the event type " + other + " is not known to the local stack");
            }
        });
        return new Template.Function(id, code(properties), environment(properties), queues, schedules);
    }

    private Code code(Node properties) {
        return new Code(
                required(properties, "CodeUri").string(),
                required(properties, "Handler").string(),
                required(properties, "MemorySize").integer(),
                Duration.ofSeconds(required(properties, "Timeout").integer()),
                optionalInt(properties.find("ReservedConcurrentExecutions")));
    }

    private Node required(Node properties, String name) {
        return setting(properties, name)
                .orElseThrow(() -> new TemplateException(properties.path(), name + " is missing"));
    }

    private Optional<Node> setting(Node properties, String name) {
        return properties.find(name).or(() -> Optional.ofNullable(globals.get(name)));
    }

    private Map<String, Text> environment(Node properties) {
        Map<String, Text> variables = new HashMap<>();
        Optional.ofNullable(globals.get("Environment")).ifPresent(node -> read(node, variables));
        properties.find("Environment").ifPresent(node -> read(node, variables));
        return variables;
    }

    private static void read(Node environment, Map<String, Text> variables) {
        environment
                .knows(Set.of("Variables"))
                .at("Variables")
                .map()
                .forEach((name, value) -> variables.put(name, value.text()));
    }

    private static QueueTrigger queue(String id, Node properties) {
        properties.knows(QUEUE_EVENT);
        boolean partial = properties.find("FunctionResponseTypes").map(Node::list).orElse(List.of()).stream()
                .anyMatch(type -> type.string().equals("ReportBatchItemFailures"));
        int window = properties
                .find("MaximumBatchingWindowInSeconds")
                .map(Node::integer)
                .orElse(0);
        int batchSize = properties.find("BatchSize").map(Node::integer).orElse(10);
        if (batchSize > 10 && window == 0) {
            throw new TemplateException(properties.path(), "a BatchSize above 10 needs MaximumBatchingWindowInSeconds");
        }
        return new QueueTrigger(
                id,
                properties.at("Queue").resource(),
                batchSize,
                Duration.ofSeconds(window),
                partial,
                optionalInt(properties.find("ScalingConfig").flatMap(node -> node.find("MaximumConcurrency"))));
    }

    private static Schedule schedule(String id, Node properties) {
        properties.knows(Set.of("ScheduleExpression", "Input"));
        Node expression = properties.at("ScheduleExpression");
        Matcher matcher = RATE.matcher(expression.string());
        if (!matcher.matches()) {
            throw new TemplateException(
                    expression.path(), "only rate(n minutes|hours|days) is known to the local stack");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration rate = switch (matcher.group(2)) {
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return new Schedule(id, rate, properties.at("Input").string());
    }

    private static OptionalInt optionalInt(Optional<Node> node) {
        return node.map(found -> OptionalInt.of(found.integer())).orElse(OptionalInt.empty());
    }
}
