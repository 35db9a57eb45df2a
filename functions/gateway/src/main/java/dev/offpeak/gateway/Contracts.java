package dev.offpeak.gateway;

import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.util.Map;

/// The documents that describe the API. They lie in the package as resources, made and checked by the tests, so that a
/// request for one reads bytes and a request for anything else costs nothing.
enum Contracts {
    OPENAPI("openapi.json", "application/json"),
    JOB_SCHEMA("job.schema.json", "application/schema+json");

    private final String name;
    private final String mediaType;

    Contracts(String name, String mediaType) {
        this.name = name;
        this.mediaType = mediaType;
    }

    HttpResponse response() throws IOException {
        try (var in = Contracts.class.getResourceAsStream("/contracts/" + name)) {
            if (in == null) {
                throw new IOException("the package has no contracts/" + name);
            }
            // they are the same for everybody and change only with a deployment
            return new HttpResponse(
                    200,
                    Map.of("Content-Type", mediaType, "Cache-Control", "public, max-age=300"),
                    Body.of(in.readAllBytes()));
        }
    }
}
