package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// The gateway's own package behind a Lambda Runtime API. A call lasts from the event being handed over until the
/// answer's last byte has arrived; the ledger is written after that.
final class Gateway implements Target {
    private static final byte[] ACCEPTED =
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);

    /// Where the heap begins and how far it is used.
    private static final Pattern SPACE = Pattern.compile("\\[(0x[0-9a-f]+), (0x[0-9a-f]+), 0x[0-9a-f]+\\)");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<Long> handedOver = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<byte[]> events = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(1);
    private final Server api;
    private final Route route;
    private final byte[] event;
    private final Process process;
    private int invocations;

    private record Answer(Message message, long end) {}

    /// Which of its calls are made.
    enum Route {
        CHAT("offpeak", "/openai/v1/chat/completions"),
        /// What costs nothing and is not entered in the ledger.
        COUNT_TOKENS("no ledger", "/anthropic/v1/messages/count_tokens");

        private final String title;
        private final String path;

        Route(String title, String path) {
            this.title = title;
            this.path = path;
        }

        String title() {
            return title;
        }
    }

    /// @param code the function's package, unpacked
    /// @param jvm more options of its JVM
    Gateway(Path code, List<String> jvm, Stub stub, Route route, byte[] body) throws IOException {
        this.route = route;
        event = event(route.path, body);
        api = new Server(this::answer);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of(
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                code + ":" + code.resolve("lib") + "/*",
                "io.quarkus.runner.GeneratedMain"));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(code.resolveSibling(route.title.replace(' ', '-') + ".log")
                        .toFile());
        builder.environment().putAll(environment(stub));
        process = builder.start();
    }

    private Map<String, String> environment(Stub stub) {
        var cloud = "http://" + stub.address();
        return Map.ofEntries(
                Map.entry("AWS_LAMBDA_RUNTIME_API", api.address()),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "gateway"),
                Map.entry("AWS_REGION", "eu-central-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "local"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
                Map.entry("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", cloud),
                Map.entry("QUARKUS_SQS_ENDPOINT_OVERRIDE", cloud),
                Map.entry("QUARKUS_S3_ENDPOINT_OVERRIDE", cloud),
                Map.entry("OFFPEAK_AUTH", "none"),
                Map.entry("OFFPEAK_TABLE_JOBS", "jobs"),
                Map.entry("OFFPEAK_TABLE_WORK", "work"),
                Map.entry("OFFPEAK_TABLE_KEYS", "keys"),
                Map.entry("OFFPEAK_TABLE_LEDGER", "ledger"),
                Map.entry("OFFPEAK_QUEUE_JOBS", cloud + "/queue"),
                Map.entry("OFFPEAK_BUCKET", "bucket"),
                Map.entry("OFFPEAK_ID_SECRET", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
                Map.entry("OFFPEAK_OPENAI_URL", cloud + "/v1"),
                Map.entry("OFFPEAK_ANTHROPIC_URL", cloud),
                Map.entry("OPENAI_API_KEY", "key"),
                Map.entry("ANTHROPIC_API_KEY", "key"));
    }

    /// As API Gateway sends it, with the headers an SDK has.
    private static byte[] event(String path, byte[] body) throws IOException {
        var json = new ObjectMapper();
        var event = json.createObjectNode();
        event.put("resource", "/{proxy+}").put("path", path).put("httpMethod", "POST");
        var headers = event.putObject("headers");
        headers.put("Accept", "application/json").put("Content-Type", "application/json");
        headers.put("Authorization", "Bearer key").put("User-Agent", "OpenAI/Python 2.9.0");
        headers.put("X-Stainless-Lang", "python").put("X-Stainless-Runtime-Version", "3.13.1");
        headers.put("Host", "abc123.execute-api.eu-central-1.amazonaws.com").put("X-Forwarded-Proto", "https");
        event.putNull("queryStringParameters");
        event.putObject("requestContext").put("requestId", "r").put("stage", "live");
        event.put("body", new String(body, UTF_8)).put("isBase64Encoded", false);
        return json.writeValueAsBytes(event);
    }

    private void answer(Message request, OutputStream out) throws IOException, InterruptedException {
        if (request.firstLine().contains("/invocation/next")) {
            var next = events.take();
            var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: r"
                    + invocations++
                    + "\r\nLambda-Runtime-Deadline-Ms: " + (System.currentTimeMillis() + 600_000)
                    + "\r\nLambda-Runtime-Invoked-Function-Arn: arn\r\nContent-Length: " + next.length + "\r\n\r\n";
            handedOver.add(System.nanoTime());
            out.write(head.getBytes(UTF_8));
            out.write(next);
        } else {
            answers.add(new Answer(request, System.nanoTime()));
            out.write(ACCEPTED);
        }
    }

    @Override
    public String name() {
        return route.title;
    }

    @Override
    public Timing call() throws IOException, InterruptedException {
        events.put(event);
        var start = handedOver.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (start == null || answer == null) {
            throw new IOException("the gateway did not answer; see its log in bench/target/gateway");
        }
        var message = answer.message();
        Answers.check(
                name(),
                message.firstLine().endsWith("/response HTTP/1.1")
                        && new String(message.body(), 0, 20, UTF_8).contains("200"),
                message.head(),
                message.body());
        return new Timing(message.firstByte() - start, answer.end() - start);
    }

    @Override
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Bytes allocated so far, where nothing is ever collected.
    long allocated() throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.heap_info")
                .start();
        var text = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        jcmd.waitFor();
        var space = SPACE.matcher(text);
        if (!space.find()) {
            throw new IOException("no heap use in: " + text);
        }
        return Long.decode(space.group(2)) - Long.decode(space.group(1));
    }

    static Path unpacked(Path zip, Path folder) throws IOException {
        try (var files = new ZipFile(zip.toFile())) {
            for (var entry : files.stream().toList()) {
                var file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (var in = files.getInputStream(entry)) {
                        Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return folder;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        api.close();
    }
}
