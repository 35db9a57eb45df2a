package dev.offpeak.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.template.Template.Function;
import dev.offpeak.local.template.Template.Index;
import dev.offpeak.local.template.Template.Key;
import dev.offpeak.local.template.Template.Queue;
import dev.offpeak.local.template.Template.QueueTrigger;
import dev.offpeak.local.template.Template.Redrive;
import dev.offpeak.local.template.Template.Route;
import dev.offpeak.local.template.Template.Schedule;
import dev.offpeak.local.template.Template.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TemplateReaderTest {

    private static final Path FILE = Fixtures.project().resolve("infra/template.yaml");

    private final Template template = TemplateReader.read(FILE, Map.of("OpenAiUrl", "http://127.0.0.1:9/v1"));

    @Test
    void tables_carry_keys_indexes_and_time_to_live() {
        assertThat(template.tables())
                .extracting(Table::id)
                .containsExactlyInAnyOrder("JobsTable", "WorkTable", "KeysTable", "LedgerTable");
        assertThat(template.tables())
                .contains(
                        new Table(
                                "WorkTable",
                                new Key("id", "S"),
                                Optional.empty(),
                                List.of(new Index(
                                        "due", new Key("queue", "S"), Optional.of(new Key("due", "S")), "ALL")),
                                Optional.of("ttl")),
                        new Table(
                                "LedgerTable",
                                new Key("scope", "S"),
                                Optional.of(new Key("line", "S")),
                                List.of(),
                                Optional.empty()));
    }

    @Test
    void queues_carry_visibility_retention_size_and_redrive() {
        Duration fortnight = Duration.ofDays(14);
        assertThat(template.queues())
                .contains(
                        new Queue(
                                "JobsQueue",
                                Duration.ofSeconds(180),
                                fortnight,
                                1 << 20,
                                Optional.of(new Redrive("JobsDlq", 5))),
                        new Queue(
                                "ExpressQueue",
                                Duration.ofSeconds(660),
                                fortnight,
                                1 << 20,
                                Optional.of(new Redrive("ExpressDlq", 5))),
                        new Queue(
                                "JobsDlq",
                                Duration.ofSeconds(180),
                                fortnight,
                                1 << 20,
                                Optional.of(new Redrive("DeadQueue", 5))),
                        new Queue(
                                "ExpressDlq",
                                Duration.ofSeconds(660),
                                fortnight,
                                1 << 20,
                                Optional.of(new Redrive("DeadQueue", 1000))),
                        new Queue("DeadQueue", Duration.ofSeconds(30), fortnight, 1 << 20, Optional.empty()));
    }

    @Test
    void functions_carry_their_events() {
        assertThat(function("Intake").queues())
                .containsExactlyInAnyOrder(
                        new QueueTrigger(
                                "IntakeJobs", "JobsQueue", 1000, Duration.ofSeconds(5), true, OptionalInt.empty()),
                        new QueueTrigger("IntakeAlone", "JobsDlq", 1, Duration.ZERO, true, OptionalInt.of(2)));
        assertThat(function("Runner").queues())
                .containsExactlyInAnyOrder(
                        new QueueTrigger("RunnerExpress", "ExpressQueue", 1, Duration.ZERO, true, OptionalInt.of(50)),
                        new QueueTrigger("RunnerWaiting", "ExpressDlq", 1, Duration.ZERO, true, OptionalInt.of(2)));
        for (String id : List.of("Bundler", "Poller")) {
            assertThat(function(id).schedules())
                    .containsExactly(new Schedule(id + "EveryMinute", Duration.ofMinutes(1), "{}"));
        }
        assertThat(function("Gateway").code().handler()).isEqualTo("bootstrap");
    }

    @Test
    void routes_lead_to_the_gateway() {
        Duration limit = Duration.ofSeconds(660);
        assertThat(template.routes())
                .containsExactlyInAnyOrder(
                        new Route("/", "ANY", "Gateway", limit, true),
                        new Route("/{proxy+}", "ANY", "Gateway", limit, true));
    }

    @Test
    void environments_resolve_parameters_globals_and_references() {
        Map<String, Text> environment = function("Gateway").environment();
        assertThat(environment.get("DISABLE_SIGNAL_HANDLERS")).isEqualTo(new Text.Literal("true"));
        assertThat(environment.get("OFFPEAK_OPENAI_URL")).isEqualTo(new Text.Literal("http://127.0.0.1:9/v1"));
        assertThat(environment.get("OFFPEAK_ANTHROPIC_URL")).isEqualTo(new Text.Literal("https://api.anthropic.com"));
        assertThat(environment.get("OFFPEAK_QUEUE_JOBS")).isEqualTo(new Text.Reference("JobsQueue", "Ref"));
        assertThat(function("Bundler").environment()).containsEntry("OFFPEAK_LINGER", new Text.Literal("PT15M"));
    }

    @Test
    void an_unknown_resource_property_event_or_intrinsic_is_named() {
        refuses("Tea: { Type: 'AWS::SNS::Topic' }", "Tea: the type AWS::SNS::Topic is not known");
        refuses("Tea: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } }", "Tea.Properties: FifoQueue");
        refuses(
                "Tea: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: !FindInMap [a, b, c] } }",
                "!FindInMap");
        refuses(
                "Tea: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: { 'Fn::Select': [0, [1]] } } }",
                "Tea.Properties.VisibilityTimeout: Fn::Select is not known");
        refuses(
                "Tea: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: soon } }",
                "Tea.Properties.VisibilityTimeout: a whole number was expected");
        refuses("""
                Tea:
                    Type: AWS::Serverless::Function
                    Properties:
                      Events: { Brew: { Type: Kinesis, Properties: {} } }
                """, "Tea.Properties.Events.Brew: the event type Kinesis is not known");
    }

    @Test
    void conditions_decide_which_resources_exist() {
        String yaml = """
                Parameters: { Url: { Type: String, Default: "no" } }
                Conditions: { WithUrl: !Equals [!Ref Url, "yes"] }
                Resources:
                  Tea: { Type: 'AWS::SNS::Topic', Condition: WithUrl }
                  Pot: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: !If [WithUrl, 1, 2] } }
                """;
        assertThat(TemplateReader.read(yaml, Map.of()).queues().getFirst().visibility())
                .isEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> TemplateReader.read(yaml, Map.of("Url", "yes")))
                .isInstanceOf(TemplateException.class);
    }

    private static void refuses(String resource, String message) {
        assertThatThrownBy(() -> TemplateReader.read("Resources:\n  " + resource, Map.of()))
                .hasMessageContaining(message);
    }

    private Function function(String id) {
        return template.functions().stream()
                .filter(function -> function.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
