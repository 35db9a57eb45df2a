package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.gateway.http.HttpResponse;
import java.util.List;

/// What every problem document must be.
final class Problems {
    private Problems() {}

    static void assertProblem(HttpResponse response, int status, String type, String... said) {
        assertThat(response.body().text())
                .as("body")
                .satisfies(
                        body -> List.of(said).forEach(words -> assertThat(body).contains(words)));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json");
        var json = World.json(response);
        assertThat(json.path("type").asText()).isEqualTo("https://offpeak.dev/problems/" + type);
        assertThat(json.path("status").asInt()).isEqualTo(status);
        assertThat(json.path("title").asText()).isNotEmpty().isNotEqualTo("Error");
        assertThat(json.path("detail").asText()).isNotEmpty();
    }

    static void assertField(HttpResponse response, String field, String... said) {
        assertProblem(response, 422, "bad-job", said);
        assertThat(World.json(response).path("field").asText()).isEqualTo(field);
    }
}
