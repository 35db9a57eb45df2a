package dev.offpeak.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.local.fixture.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules of AWS and of our own that a deployment would break late or never.
class TemplateRulesTest {

    private static final Set<String> NOT_RESOURCES = Set.of(
            "ApiKeys",
            "OpenAiUrl",
            "AnthropicUrl",
            "Linger",
            "OpenAiMoreKeys",
            "AnthropicMoreKeys",
            "OpenAiTokenLimits",
            "AnthropicEnqueuedRequests",
            "ExpressConcurrency",
            "CallsPerMinute");

    private final JsonNode root = load();
    private final Map<String, JsonNode> resources = root.path("Resources").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    @Test
    void every_reference_has_a_target() {
        Set<String> known = new HashSet<>(resources.keySet());
        root.path("Parameters").fieldNames().forEachRemaining(known::add);
        Set<String> named = new TreeSet<>();
        references(root, named);
        named.removeIf(name -> name.startsWith("AWS::"));
        assertThat(known).containsAll(named);
    }

    @Test
    void every_parameter_is_described_and_used() {
        Set<String> named = new TreeSet<>();
        references(root, named);
        root.path("Parameters").properties().forEach(parameter -> {
            assertThat(parameter.getValue().path("Description").asText())
                    .as(parameter.getKey())
                    .isNotBlank();
            assertThat(named).contains(parameter.getKey());
        });
    }

    @Test
    void no_permission_reaches_beyond_a_named_resource() {
        statements().forEach(statement -> {
            assertThat(strings(statement.path("Action")))
                    .isNotEmpty()
                    .allSatisfy(action -> assertThat(action).matches("[a-z0-9]+:[A-Za-z]+"));
            assertThat(statement.path("Resource").toString())
                    .doesNotContain("\"*\"")
                    .contains("Fn::");
        });
    }

    @Test
    void every_function_has_a_role_of_its_own() {
        List<String> roles = functions()
                .map(function -> function.path("Properties")
                        .path("Role")
                        .path("Fn::GetAtt")
                        .asText())
                .toList();
        assertThat(roles).hasSize(5).doesNotHaveDuplicates().allMatch(role -> role.endsWith("Role.Arn"));
    }

    @Test
    void a_function_is_told_of_a_resource_exactly_when_it_may_use_it() {
        functions("Gateway", "Intake", "Bundler", "Poller", "Runner").forEach((id, function) -> {
            Set<String> told = new TreeSet<>();
            references(function.path("Properties").path("Environment"), told);
            function.path("Properties").path("Events").forEach(event -> references(event, told));
            Set<String> allowed = new TreeSet<>();
            references(root.path("Resources").path(id + "Role"), allowed);
            allowed.removeIf(name -> name.startsWith("AWS::") || name.equals("Logs"));
            told.removeAll(NOT_RESOURCES);
            assertThat(told).as(id).isEqualTo(allowed);
        });
    }

    @Test
    void queues_outlast_the_functions_that_read_them() {
        Template template = TemplateReader.read(Fixtures.project().resolve("infra/template.yaml"), Map.of());
        for (Template.Function function : template.functions()) {
            for (Template.QueueTrigger trigger : function.queues()) {
                Template.Queue queue = template.queues().stream()
                        .filter(each -> each.id().equals(trigger.queue()))
                        .findFirst()
                        .orElseThrow();
                assertThat(queue.visibility())
                        .isGreaterThanOrEqualTo(function.code().timeout().plusSeconds(60));
                assertThat(queue.redrive()).isPresent();
                assertThat(trigger.partialResponses()).isTrue();
            }
        }
    }

    @Test
    void what_is_dead_or_waits_has_an_alarm() {
        assertThat(resources.values().stream()
                        .filter(resource -> resource.path("Type").asText().equals("AWS::CloudWatch::Alarm"))
                        .flatMap(alarm -> alarm.findValuesAsText("Fn::GetAtt").stream()))
                .containsExactlyInAnyOrder("DeadQueue.QueueName", "ExpressDlq.QueueName", "ExpressQueue.QueueName");
    }

    @Test
    void a_refused_key_has_an_alarm() {
        var filter = Objects.requireNonNull(resources.get("RefusedKeys"));
        var alarm = Objects.requireNonNull(resources.get("RefusedKeyAlarm"));
        assertThat(filter.at("/Properties/FilterPattern").asText()).isEqualTo("\"provider_key_refused\"");
        assertThat(alarm.at("/Properties/MetricName"))
                .isEqualTo(filter.at("/Properties/MetricTransformations/0/MetricName"));
    }

    @Test
    void what_fails_is_tried_alone_and_ends_in_the_one_queue_that_nothing_reads() {
        Template template = TemplateReader.read(Fixtures.project().resolve("infra/template.yaml"), Map.of());
        Map<String, Template.Queue> queues =
                template.queues().stream().collect(Collectors.toMap(Template.Queue::id, queue -> queue));
        Map<String, Template.QueueTrigger> readers = template.functions().stream()
                .flatMap(function -> function.queues().stream())
                .collect(Collectors.toMap(Template.QueueTrigger::queue, trigger -> trigger));
        for (String first : List.of("JobsQueue", "ExpressQueue")) {
            Template.Queue second = target(queues, first);
            assertThat(readers)
                    .hasEntrySatisfying(
                            second.id(),
                            trigger -> assertThat(trigger.batchSize()).isEqualTo(1));
            assertThat(target(queues, second.id()).id()).isEqualTo("DeadQueue");
        }
        assertThat(readers).doesNotContainKey("DeadQueue");
        assertThat(queues)
                .hasEntrySatisfying(
                        "DeadQueue", dead -> assertThat(dead.redrive()).isEmpty());
    }

    @Test
    void an_express_job_waits_for_longer_than_the_longest_deadline() {
        Template template = TemplateReader.read(Fixtures.project().resolve("infra/template.yaml"), Map.of());
        Template.Queue room = template.queues().stream()
                .filter(queue -> queue.id().equals("ExpressDlq"))
                .findFirst()
                .orElseThrow();
        assertThat(room.visibility().multipliedBy(room.redrive().orElseThrow().maxReceives()))
                .isBetween(Duration.ofDays(7), room.retention());
    }

    private static Template.Queue target(Map<String, Template.Queue> queues, String source) {
        return Optional.ofNullable(queues.get(source))
                .flatMap(Template.Queue::redrive)
                .map(Template.Redrive::deadLetterQueue)
                .map(queues::get)
                .orElseThrow();
    }

    @Test
    void no_secret_value_is_ever_a_parameter() {
        root.path("Parameters").fieldNames().forEachRemaining(name -> {
            if (name.contains("Secret") || name.endsWith("KeyParameter")) {
                assertThat(root.path("Parameters").path(name).path("Default").asText())
                        .startsWith("/offpeak/");
            }
        });
    }

    private Stream<JsonNode> functions() {
        return resources.values().stream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::Serverless::Function"));
    }

    private Map<String, JsonNode> functions(String... ids) {
        assertThat(functions()).hasSize(ids.length);
        return Stream.of(ids)
                .collect(Collectors.toMap(id -> id, id -> root.path("Resources").path(id)));
    }

    private Stream<JsonNode> statements() {
        return resources.values().stream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::IAM::Role"))
                .flatMap(role -> role.findValues("PolicyDocument").stream())
                .flatMap(document -> document.path("Statement").valueStream());
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static void references(JsonNode node, Set<String> found) {
        node.properties().forEach(field -> {
            switch (field.getKey()) {
                case "Ref" -> found.add(field.getValue().asText());
                case "Fn::GetAtt" -> found.add(field.getValue().asText().split("\\.", 2)[0]);
                case "Fn::Sub" ->
                    Pattern.compile("\\$\\{([A-Za-z0-9:]+)")
                            .matcher(field.getValue().asText())
                            .results()
                            .forEach(match -> found.add(match.group(1)));
                default -> references(field.getValue(), found);
            }
        });
        node.elements().forEachRemaining(element -> {
            if (node.isArray()) {
                references(element, found);
            }
        });
    }

    private static JsonNode load() {
        try {
            String yaml = Files.readString(Fixtures.project().resolve("infra/template.yaml"));
            return new JsonMapper().valueToTree(CfnYaml.load(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
