package dev.offpeak.openai;

import dev.offpeak.core.provider.Endpoint;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The endpoints a job may name, from the API reference as of 2026-11.
enum OpenAiEndpoint {
    CHAT("/v1/chat/completions", "messages", ""),
    RESPONSES("/v1/responses", "", ""),
    EMBEDDINGS("/v1/embeddings", "input", ""),
    COMPLETIONS("/v1/completions", "prompt", ""),
    MODERATIONS("/v1/moderations", "input", ""),
    IMAGES(
            "/v1/images/generations",
            "prompt",
            "images are not batched here: their results are too large to be copied and read as a batch's"),
    INPUT_TOKENS("/v1/responses/input_tokens", "", "counting tokens is not taken by a batch");

    private final String path;
    private final String required;
    private final String directOnly;

    OpenAiEndpoint(String path, String required, String directOnly) {
        this.path = path;
        this.required = required;
        this.directOnly = directOnly;
    }

    static Optional<OpenAiEndpoint> find(Endpoint endpoint) {
        return Arrays.stream(values())
                .filter(known -> known.path.equals(endpoint.path()))
                .findFirst();
    }

    static String allowed() {
        return Arrays.stream(values()).map(known -> known.path).collect(Collectors.joining(", "));
    }

    String path() {
        return path;
    }

    /// The member a body cannot do without, beside its model.
    Optional<String> required() {
        return Optional.of(required).filter(name -> !name.isEmpty());
    }

    /// Why no batch takes it, if none does.
    Optional<String> directOnly() {
        return Optional.of(directOnly).filter(why -> !why.isEmpty());
    }

    /// Whether the provider picks a model when the body names none.
    boolean hasDefaultModel() {
        return this == MODERATIONS || this == IMAGES || this == INPUT_TOKENS;
    }
}
