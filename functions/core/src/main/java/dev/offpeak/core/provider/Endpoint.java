package dev.offpeak.core.provider;

/// A provider's endpoint by its path, version included: `/v1/chat/completions`, `/v1/messages`.
public record Endpoint(String path) {
    public Endpoint {
        if (!path.matches("/v1/[a-z_/]{1,64}")) {
            throw new IllegalArgumentException("endpoint \"" + (path.length() > 80 ? path.substring(0, 80) + "…" : path)
                    + "\" is not a path such as /v1/embeddings");
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
