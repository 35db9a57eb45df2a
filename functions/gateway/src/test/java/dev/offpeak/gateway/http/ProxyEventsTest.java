package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEventsTest {
    private static final Path EVENTS = Path.of("../../events/gateway");
    private static final Set<String> OPENED = new TreeSet<>();

    private final ProxyEvents events = new ProxyEvents();

    private HttpRequest event(String name) throws IOException {
        OPENED.add(name + ".json");
        try (var in = Files.newInputStream(EVENTS.resolve(name + ".json"))) {
            return events.read(in);
        }
    }

    private HttpRequest read(String json) throws IOException {
        return events.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    @AfterAll
    static void every_event_file_is_opened_by_a_test() throws IOException {
        try (var files = Files.list(EVENTS)) {
            assertThat(OPENED)
                    .isEqualTo(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void one_job() throws IOException {
        var request = event("one-job");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/jobs");
        assertThat(request.header("idempotency-key")).contains("night-1");
        assertThat(request.body().text()).contains("Grüße 😀");
        assertThat(request.authorizerTenant()).isEmpty();
    }

    @Test
    void a_body_in_base_64_is_its_bytes() throws IOException {
        assertThat(event("many-jobs-base64").body().text()).contains("Grüße 😀").endsWith("\n\n{oops\n");
    }

    @Test
    void headers_that_come_more_than_once_are_joined() throws IOException {
        assertThat(event("anthropic-two-betas").header("anthropic-beta")).contains("files-api, context-1m");
    }

    @Test
    void an_authorizer_and_a_query() throws IOException {
        var request = event("authorized-ledger");
        assertThat(request.authorizerTenant()).contains("acme");
        assertThat(request.query()).isEqualTo(Map.of("from", "2026-11-01", "to", "2026-11-23"));
        assertThat(request.body().length()).isZero();
    }

    @Test
    void nulls_are_nothing() throws IOException {
        var request = event("nulls");
        assertThat(request.headers()).isEmpty();
        assertThat(request.query()).isEmpty();
        assertThat(request.body().length()).isZero();
    }

    @Test
    void a_function_url() throws IOException {
        var request = event("function-url");
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/v1/jobs");
        assertThat(request.query()).isEqualTo(Map.of("reference", "ticket 7, b", "empty", "", "odd", "100%"));
        assertThat(request.header("anthropic-beta")).contains("files-api,context-1m");
        assertThat(request.authorizerTenant()).isEmpty();
    }

    @Test
    void a_job_by_function_url() throws IOException {
        var request = event("function-url-job");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.query()).isEmpty();
        assertThat(request.body().text()).contains("Grüße 😀");
    }

    @ParameterizedTest
    @CsvSource({
        "broken-base64,the event's body is not the base 64 it says it is",
        "broken-queue-event,the event has no HTTP method",
        "broken-cut-off,the event is not JSON at byte"
    })
    void a_broken_event_says_what_it_lacks_and_quotes_nothing(String name, String why) {
        assertThatThrownBy(() -> event(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"httpMethod\":\"GET\"}",
                "{\"path\":\"/\"}",
                "{\"httpMethod\":null,\"path\":null}",
                "{\"httpMethod\":{\"path\":\"/\"}}",
                "{\"rawPath\":\"/\",\"requestContext\":{\"http\":null}}",
                "{\"httpMethod\":secret}"
            })
    void what_is_no_event_fails_clearly(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the event ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void fields_of_other_types_are_passed_over_whole() throws IOException {
        var request = read("""
                {"body":{"path":"/inner","httpMethod":"PUT"},"headers":[{"a":"b"}],"multiValueHeaders":{"x":"y","z":[1,"w"]},
                 "isBase64Encoded":{"path":"/no"},"queryStringParameters":["a"],"requestContext":{"authorizer":{"tenant":null,"n":{"tenant":"x"}}},
                 "httpMethod":"GET","path":"/v1/health"}""");
        assertThat(request.path()).isEqualTo("/v1/health");
        assertThat(request.headers()).isEqualTo(Map.of("z", "w"));
        assertThat(request.authorizerTenant()).isEmpty();
    }

    @Test
    void a_request_as_text_shows_no_header_query_or_body() throws IOException {
        assertThat(event("one-job"))
                .asString()
                .startsWith("POST /v1/jobs, Body[")
                .doesNotContain("sk-", "Grüße");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the default domain of an API, whose URL has the stage
                "{\"Host\":\"x.example\",\"X-Forwarded-Proto\":\"https\"}| \"path\":\"/live/v1/jobs\""
                        + "| https://x.example/live",
                // a domain of one's own
                "{\"Host\":\"x.example\",\"X-Forwarded-Proto\":\"https\"}| \"path\":\"/v1/jobs\"| https://x.example",
                // a function URL has no such path
                "{\"host\":\"x.example\"}| \"stage\":\"$default\"| https://x.example",
                // a laptop
                "{\"Host\":\"127.0.0.1:18300\",\"X-Forwarded-Proto\":\"http\"}| \"path\":\"/v1/jobs\""
                        + "| http://127.0.0.1:18300",
                // no caller writes such a path
                "{\"Host\":\"x.example\"}| \"path\":\"/other\"| https://x.example",
                "{}| \"path\":\"/live/v1/jobs\"| ``"
            })
    void the_root_is_the_url_as_the_caller_wrote_it(String headers, String context, String root) throws IOException {
        var request = read("{\"httpMethod\":\"GET\",\"path\":\"/v1/jobs\",\"headers\":" + headers
                + ",\"requestContext\":{" + context + "}}");
        assertThat(request.root()).isEqualTo(root);
        assertThat(request.withMethod("HEAD").root()).isEqualTo(root);
    }
}
