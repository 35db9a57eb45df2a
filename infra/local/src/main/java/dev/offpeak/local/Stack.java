package dev.offpeak.local;

import dev.offpeak.local.cloud.Cloud;
import dev.offpeak.local.cloud.LocalNames;
import dev.offpeak.local.cloud.Provisioner;
import dev.offpeak.local.http.RestApi;
import dev.offpeak.local.lambda.AnswerSink;
import dev.offpeak.local.lambda.Outcome;
import dev.offpeak.local.template.Template;
import dev.offpeak.local.template.TemplateReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The whole product on this machine: the template's resources on emulators, its functions in processes.
public final class Stack implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Deaths deaths = new Deaths();
    private final LoopbackServer door;
    private final Services services;
    private final Functions functions;
    private final Cloud cloud;
    private final LocalNames names;

    // Each part is noted as soon as it exists, so that a start that fails half-way leaves nothing behind.
    private Stack(StackOptions options) {
        try {
            Home home = note(Home.open(options.home()));
            this.door = note(LoopbackServer.bind(options.ports().gateway(), "gateway"));
            this.services = note(Services.start(options, home));
            Template template =
                    TemplateReader.read(options.project().resolve("infra/template.yaml"), parameters(options));
            Cloud.Addresses addresses = services.await(deaths);
            this.cloud = note(new Cloud(addresses));
            this.names = new Provisioner(cloud, template, options.tuning().pace()).provision();
            var environment = new FunctionEnvironment(options, addresses, names, home.idSecret());
            this.functions = note(Functions.open(template, options, home, environment, deaths));
            note(Triggers.start(template, functions, cloud, names, options.tuning()));
            // Noted again to be the first to stop: whoever still calls is turned away, not cut off.
            note(door);
            new RestApi(template.routes(), this::stream, Clock.systemUTC()).serveOn(door);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /// Starts everything and returns once requests are answered; functions start with their first event.
    ///
    /// @throws PortTakenException such as `port 8080 is already in use (gateway)`
    /// @throws IllegalStateException when the functions are not built, or another stack holds the home folder
    public static Stack start(StackOptions options) {
        return new Stack(options);
    }

    /// Base URL of the API, with no stage in its path: `http://127.0.0.1:8080`.
    public URI gatewayUrl() {
        return door.url();
    }

    /// Where DynamoDB, SQS and S3 answer.
    public Cloud.Addresses addresses() {
        return cloud.addresses();
    }

    /// Clients for looking into the stack.
    public Cloud cloud() {
        return cloud;
    }

    /// Queue URLs by template id, such as `JobsQueue`.
    public Map<String, String> queueUrls() {
        return names.queueUrls();
    }

    /// The URL of one queue by its template id, such as `JobsQueue`.
    public String queueUrl(String queue) {
        return names.of(queue, "QueueUrl");
    }

    /// The local name of a table or bucket, such as `offpeak-jobs-table` for `JobsTable`.
    public String nameOf(String resource) {
        return names.of(resource, "Ref");
    }

    /// The log file of a function, such as `Intake`.
    public Path log(String function) {
        return functions.host(function).spec().log();
    }

    /// Runs one event through a function, as its triggers do.
    public Outcome invoke(String function, byte[] event) throws InterruptedException {
        return functions.host(function).invoke(event);
    }

    private Outcome stream(String function, byte[] event, AnswerSink sink) throws InterruptedException {
        return functions.host(function).invoke(event, sink);
    }

    /// Tells of emulators that end by themselves and of functions that cannot start; earlier deaths are told at once.
    public void onPartDied(Consumer<PartDeath> listener) {
        deaths.listen(listener);
    }

    public StackStatus status() {
        return new StackStatus(gatewayUrl(), services.status(), functions.status());
    }

    /// Stops the API, the triggers, the functions and then the emulators.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            stop(parts.pop());
        }
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception broken) {
            // The others have to stop all the same.
            System.err.println("a part of the stack did not stop cleanly: " + broken);
        }
    }

    private <P extends AutoCloseable> P note(P part) {
        parts.push(part);
        return part;
    }

    private static Map<String, String> parameters(StackOptions options) {
        Map<String, String> parameters = new HashMap<>();
        // every call under way is a process here
        parameters.put("ExpressConcurrency", "10");
        options.providers().openAiUrl().ifPresent(url -> parameters.put("OpenAiUrl", url.toString()));
        options.providers().anthropicUrl().ifPresent(url -> parameters.put("AnthropicUrl", url.toString()));
        return parameters;
    }
}
