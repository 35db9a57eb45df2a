package dev.offpeak.core.provider;

import static dev.offpeak.core.Samples.BATCH;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.provider.SyncApi.SyncOutcome.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderValuesTest {
    @Test
    void headers_are_lower_case_stripped_and_sorted() {
        var headers = new Headers(Map.of("OpenAI-Beta", " assistants=v2 ", "Anthropic-Version", "2023-06-01"));
        assertThat(headers.values())
                .containsExactly(
                        Map.entry("anthropic-version", "2023-06-01"), Map.entry("openai-beta", "assistants=v2"));
        assertThat(headers).isEqualTo(new Headers(headers.values())).isNotEqualTo(Headers.NONE);
    }

    @Test
    void headers_are_lower_case_in_every_country() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(new Headers(Map.of("X-ID", "1")).values()).containsOnlyKeys("x-id");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void headers_cannot_be_changed() {
        assertThatThrownBy(() -> new Headers(Map.of("a", "1")).values().put("b", "2"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/chat/completions", "/v1/embeddings", "/v1/messages/count_tokens"})
    void an_endpoint_prints_as_its_path(String path) {
        assertThat(new Endpoint(path)).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1/", "/v2/messages", "/v1/Messages", "/v1/../x", "/v1/a?b", "https://a/v1/messages"})
    void what_is_no_endpoint_is_refused(String path) {
        assertThatThrownBy(() -> new Endpoint(path)).hasMessageContaining("\"" + path + "\" is not a path");
    }

    @Test
    void a_refused_endpoint_is_quoted_but_not_at_length() {
        assertThatThrownBy(() -> new Endpoint("x".repeat(80))).hasMessageContaining("\"" + "x".repeat(80) + "\"");
        assertThatThrownBy(() -> new Endpoint("x".repeat(81))).hasMessageContaining("\"" + "x".repeat(80) + "…\"");
    }

    @ParameterizedTest
    @CsvSource({"10, 900, 20, true", "11, 900, 20, false", "10, 901, 20, false", "10, 900, 21, false", "0, 0, 0, true"})
    void limits_hold_up_to_and_including_each_of_them(long lines, long bytes, long inputs, boolean holds) {
        assertThat(new BatchLimits(10, 1_000, 20, 100).hold(lines, bytes, inputs))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 0", "1, 0, 1, 0", "1, 1, 0, 0", "1, 1, 1, -1"})
    void limits_that_hold_nothing_are_refused(int requests, long bytes, int inputs, int envelope) {
        assertThat(new BatchLimits(1, 1, 1, 0)).isNotNull();
        assertThatThrownBy(() -> new BatchLimits(requests, bytes, inputs, envelope))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"199, false", "200, true", "299, true", "300, false", "429, false"})
    void an_answer_is_a_success_from_200_to_299(int status, boolean succeeded) {
        assertThat(new Answered(status, Headers.NONE, Body.of("")).succeeded()).isEqualTo(succeeded);
    }

    @Test
    void a_view_of_a_batch_keeps_copies_of_what_it_is_given() {
        var files = new ArrayList<>(List.of(new BatchApi.ResultFile("file-1")));
        var ended = new BatchView.Status.Ended("completed", files);
        var view = new BatchView(BATCH, ended, BatchView.Counts.NONE, NOW, Optional.empty());
        var problems = new ArrayList<>(List.of(new BatchView.LineProblem(Optional.of(3), "bad_line", "is bad", false)));
        var invalid = new BatchView.Status.Invalid(problems);
        files.clear();
        problems.clear();
        assertThat(view.status()).isEqualTo(ended);
        assertThat(ended.files()).hasSize(1);
        assertThat(invalid.problems()).hasSize(1);
    }

    @Test
    void a_failure_says_nothing_about_retrying_unless_told() {
        assertThat(new ProviderFailure(400, "invalid_request_error", "no").retryAfter())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&b=2", "a=%C3%A9+x", "", "a=b?c/d:@!$'()*,;"})
    void a_query_that_a_url_may_have_is_carried(String query) {
        assertThat(call(query, Headers.NONE).flaw()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=secret|", "a=%zz", "a=secret b", "secret#x", "a=é", "a=%", "a=secret\n"})
    void a_query_that_no_url_may_have_is_a_flaw_that_does_not_quote_it(String query) {
        assertThat(call(query, Headers.NONE).flaw()).hasValue("the query holds what no URL may");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u007fb", "a☃"})
    void a_header_that_http_cannot_carry_is_a_flaw_that_does_not_quote_it(String value) {
        assertThat(call("", new Headers(Map.of("openai-beta", value))).flaw())
                .hasValue("header openai-beta holds what no header may");
        assertThat(call("", new Headers(Map.of("openai-beta", "a\tb é"))).flaw())
                .isEmpty();
    }

    private static DirectCall call(String query, Headers headers) {
        return new DirectCall("GET", "/v1/models", query, headers, Body.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5.4-mini", "ft:gpt-4.1:acme::a1", "us.anthropic.claude@2026", "a/b~c"})
    void a_model_is_known_by_its_name(String name) {
        assertThat(new PassThrough.Departure(name, Body.of(""), false).model()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tell me a story", "a\nb", "modèle"})
    void what_is_no_name_is_no_model(String text) {
        assertThat(new PassThrough.Departure(text, Body.of(""), false).model()).isEqualTo("unknown");
        assertThat(new PassThrough.Departure("x".repeat(257), Body.of(""), false).model())
                .isEqualTo("unknown");
    }
}
