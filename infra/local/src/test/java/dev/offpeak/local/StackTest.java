package dev.offpeak.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.emulators.Pace;
import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The real template on the real emulators, with a stand-in for the functions' packages.
class StackTest {

    private static final URI OPENAI = URI.create("http://127.0.0.1:9/v1");
    private static final URI ANTHROPIC = URI.create("http://127.0.0.1:9");

    @TempDir
    Path folder;

    @Test
    void a_stack_serves_its_api_queues_and_schedules() throws Exception {
        Path sink = folder.resolve("ticks");
        StackOptions options = options().withVariable("Bundler", "FIXTURE_SINK", sink.toString());
        try (Stack stack = Stack.start(options)) {
            JsonNode event = new JsonMapper().readTree(get(stack.gatewayUrl() + "/v1/jobs/job_1?x=1"));
            assertThat(event.path("path").asText()).isEqualTo("/v1/jobs/job_1");

            String jobs = stack.queueUrl("JobsQueue");
            stack.cloud().sqs().sendMessage(request -> request.queueUrl(jobs).messageBody("tea"));
            Fixtures.eventually(() -> stack.status().functions().stream()
                    .anyMatch(function -> function.id().equals("Intake") && function.invocations() > 0));
            Fixtures.eventually(() -> messages(stack, jobs) == 0);
            Fixtures.eventually(
                    () -> Files.exists(sink) && Files.readAllLines(sink).size() > 1);
            assertThat(Files.readAllLines(sink)).containsOnly("{}");
            assertThat(stack.status().services()).hasSize(3).allMatch(StackStatus.Service::alive);
            assertEnvironments(stack);
            assertSealable(stack);
        }
    }

    @Test
    void kept_data_survives_a_restart_and_provisioning_repeats() throws Exception {
        String secret;
        try (Stack stack = Stack.start(options().withKeepData(true))) {
            stack.cloud()
                    .dynamoDb()
                    .putItem(request ->
                            request.tableName(stack.nameOf("KeysTable")).item(Map.of("id", AttributeValue.fromS("k"))));
            String dead = stack.queueUrl("DeadQueue");
            stack.cloud().sqs().sendMessage(request -> request.queueUrl(dead).messageBody("kept"));
            String bucket = stack.nameOf("DataBucket");
            stack.cloud().s3().putObject(request -> request.bucket(bucket).key("a/b"), RequestBody.fromString("kept"));
            secret = environment(stack, "Intake").get("OFFPEAK_ID_SECRET");
        }
        try (Stack stack = Stack.start(options().withKeepData(true))) {
            var keys = stack.cloud().dynamoDb().scan(request -> request.tableName(stack.nameOf("KeysTable")));
            assertThat(keys.count()).isEqualTo(1);
            assertThat(messages(stack, stack.queueUrl("DeadQueue"))).isEqualTo(1);
            String bucket = stack.nameOf("DataBucket");
            assertThat(stack.cloud()
                            .s3()
                            .getObjectAsBytes(request -> request.bucket(bucket).key("a/b"))
                            .asUtf8String())
                    .isEqualTo("kept");
            assertThat(environment(stack, "Intake")).containsEntry("OFFPEAK_ID_SECRET", secret);
        }
    }

    @Test
    void the_death_of_an_emulator_is_told() throws Exception {
        List<PartDeath> deaths = new CopyOnWriteArrayList<>();
        try (Stack stack = Stack.start(options())) {
            stack.onPartDied(deaths::add);
            long pid = stack.status().services().stream()
                    .filter(service -> service.name().equals("s3"))
                    .findFirst()
                    .orElseThrow()
                    .pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Fixtures.eventually(() -> !deaths.isEmpty());
        }
        assertThat(deaths).singleElement().satisfies(death -> {
            assertThat(death.part()).isEqualTo("s3");
            assertThat(death.exitCode()).isNotZero();
        });
    }

    @Test
    void killed_parts_come_back_where_they_were_with_what_they_had() throws Exception {
        List<PartDeath> deaths = new CopyOnWriteArrayList<>();
        StackOptions options = options();
        try (Stack stack = Stack.start(options.withTuning(options.tuning().withRevive(true)))) {
            stack.onPartDied(deaths::add);
            String dead = stack.queueUrl("DeadQueue");
            stack.cloud().sqs().sendMessage(request -> request.queueUrl(dead).messageBody("kept"));
            assertThat(stack.invoke("Gateway", bytes("{}"))).isInstanceOf(Answered.class);
            List<StackStatus.Service> before = stack.status().services();

            before.forEach(service -> kill(service.pid()));
            stack.status().functions().stream()
                    .flatMap(function -> function.pids().stream())
                    .forEach(StackTest::kill);
            Fixtures.eventually(() -> stack.status().services().stream()
                    .allMatch(service ->
                            service.alive() && before.stream().noneMatch(old -> old.pid() == service.pid())));

            assertThat(stack.status().services())
                    .extracting(StackStatus.Service::address)
                    .isEqualTo(before.stream().map(StackStatus.Service::address).toList());
            assertThat(messages(stack, dead)).isEqualTo(1);
            assertThat(stack.invoke("Gateway", bytes("{}"))).isInstanceOf(Answered.class);
        }
        assertThat(deaths).isEmpty();
    }

    @Test
    void a_stack_in_a_hurry_tells_its_functions_and_its_queues() throws Exception {
        Instant since = Instant.now();
        StackOptions options = options();
        try (Stack stack = Stack.start(options.withTuning(options.tuning().withPace(new Pace(since, 10))))) {
            assertThat(environment(stack, "Intake"))
                    .containsEntry("OFFPEAK_TIME_SINCE", since.toString())
                    .containsEntry("OFFPEAK_TIME_SPEED", "10.0");
            String express = stack.queueUrl("ExpressQueue");
            stack.cloud()
                    .sqs()
                    .sendMessage(request ->
                            request.queueUrl(express).messageBody("later").delaySeconds(20));
            assertThat(stack.cloud()
                            .sqs()
                            .getQueueAttributes(
                                    request -> request.queueUrl(express).attributeNames(QueueAttributeName.ALL))
                            .attributes())
                    .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "660");
            // two seconds and not twenty
            Fixtures.eventually(() -> stack.status().functions().stream()
                    .anyMatch(function -> function.id().equals("Runner") && function.invocations() > 0));
        }
    }

    @Test
    void a_message_that_always_fails_is_tried_in_company_then_alone_and_is_dead_then() throws Exception {
        try (Stack stack = Stack.start(options())) {
            for (String queue : List.of("JobsQueue", "JobsDlq")) {
                String url = stack.queueUrl(queue);
                stack.cloud()
                        .sqs()
                        .setQueueAttributes(request ->
                                request.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
            }
            String jobs = stack.queueUrl("JobsQueue");
            stack.cloud().sqs().sendMessage(request -> request.queueUrl(jobs).messageBody("please-throw"));

            Fixtures.eventually(() -> messages(stack, stack.queueUrl("DeadQueue")) == 1);
            assertThat(stack.status().functions())
                    .filteredOn(function -> function.id().equals("Intake"))
                    .allMatch(intake -> intake.errors() == 10);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void a_taken_port_is_named_and_nothing_stays_behind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Stack.start(options().withPorts(new StackOptions.Ports(port, 0, 0, 0))))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port " + port + " is already in use (gateway)");
            assertThatThrownBy(() -> Stack.start(options().withPorts(new StackOptions.Ports(0, 0, port, 0))))
                    .hasMessage("port " + port + " is already in use (sqs)");
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private StackOptions options() {
        Path code = Fixtures.nativePackage(folder);
        Map<String, Path> packages = Stream.of("Gateway", "Intake", "Bundler", "Poller", "Runner")
                .collect(Collectors.toMap(id -> id, id -> code));
        return StackOptions.in(Fixtures.project())
                .withHome(folder.resolve("home"))
                .withProviders(StackOptions.Providers.simulated(OPENAI, ANTHROPIC))
                .withTuning(StackOptions.Tuning.quick()
                        .withPackages(packages)
                        .withScheduleInterval(Duration.ofMillis(500)));
    }

    private static void assertEnvironments(Stack stack) throws Exception {
        assertThat(environment(stack, "Runner"))
                .containsEntry("QUARKUS_LAMBDA_HANDLER", "runner")
                .containsEntry("OFFPEAK_TABLE_JOBS", "offpeak-jobs-table")
                .containsEntry("OFFPEAK_BUCKET", "offpeak-data-bucket")
                .containsEntry("OFFPEAK_OPENAI_URL", OPENAI.toString())
                .containsEntry("OPENAI_API_KEY", "sk-local")
                .containsEntry(
                        "QUARKUS_SQS_ENDPOINT_OVERRIDE", stack.addresses().sqs().toString())
                .doesNotContainKeys("OFFPEAK_OPENAI_KEY_PARAMETER", "OFFPEAK_ID_SECRET_PARAMETER", "OFFPEAK_AUTH");
        assertThat(environment(stack, "Intake"))
                .containsEntry("OFFPEAK_QUEUE_EXPRESS", stack.queueUrl("ExpressQueue"))
                .containsKey("OFFPEAK_ID_SECRET")
                .doesNotContainKeys("OPENAI_API_KEY", "ANTHROPIC_API_KEY");
        assertThat(stack.invoke("Poller", bytes("\"please-crash\""))).isInstanceOf(Failed.class);
    }

    // The seals of the design rest on this one condition.
    private static void assertSealable(Stack stack) {
        String bucket = stack.nameOf("DataBucket");
        stack.cloud()
                .s3()
                .putObject(request -> request.bucket(bucket).key("s").ifNoneMatch("*"), RequestBody.fromString("1"));
        assertThatThrownBy(() -> stack.cloud()
                        .s3()
                        .putObject(
                                request -> request.bucket(bucket).key("s").ifNoneMatch("*"),
                                RequestBody.fromString("2")))
                .isInstanceOfSatisfying(
                        S3Exception.class, lost -> assertThat(lost.statusCode()).isEqualTo(412));
    }

    private static Map<String, String> environment(Stack stack, String function) throws Exception {
        Answered answer = (Answered) stack.invoke(function, bytes("{}"));
        return new JsonMapper()
                .readTree(answer.payload()).path("environment").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asText()));
    }

    private static int messages(Stack stack, String url) {
        var counts = stack.cloud()
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
