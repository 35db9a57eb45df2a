package dev.offpeak.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.gateway.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Tells whose request it is.
public sealed interface Tenants {
    Optional<TenantId> of(HttpRequest request);

    /// Everybody is the same tenant: for a stack on one's own machine.
    record Single(TenantId tenant) implements Tenants {
        @Override
        public Optional<TenantId> of(HttpRequest request) {
            return Optional.of(tenant);
        }
    }

    /// An API Gateway authorizer has checked the caller and names the tenant in its context.
    record Authorized() implements Tenants {
        @Override
        public Optional<TenantId> of(HttpRequest request) {
            return request.authorizerTenant().map(TenantId::new);
        }
    }

    /// Callers bring a key where their SDK puts it: `Authorization: Bearer` or `x-api-key`. Only SHA-256 hashes of the
    /// keys are configured, and a key is looked up by its hash, so comparing takes no secret-dependent time.
    record Keyed(Map<String, TenantId> byHash) implements Tenants {
        public Keyed {
            byHash = Map.copyOf(byHash);
        }

        /// @param text `tenant:sha256hex` pairs parted by commas; none lets nobody in
        public static Keyed parse(String text) {
            var keys = new HashMap<String, TenantId>();
            for (var pair : text.isBlank() ? new String[0] : text.split(",")) {
                var parts = pair.strip().split(":");
                if (parts.length != 2 || !parts[1].matches("[0-9a-f]{64}")) {
                    throw new IllegalArgumentException(
                            "API key " + (keys.size() + 1) + " is not tenant:sha256 in lower-case hex");
                }
                if (keys.put(parts[1], new TenantId(parts[0])) != null) {
                    throw new IllegalArgumentException("API key " + (keys.size() + 1) + " is configured twice");
                }
            }
            return new Keyed(keys);
        }

        @Override
        public Optional<TenantId> of(HttpRequest request) {
            var key = request.header("authorization")
                    .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                    .map(value -> value.substring(7).strip())
                    .or(() -> request.header("x-api-key"));
            return key.flatMap(text -> Optional.ofNullable(byHash.get(hash(text))));
        }

        private static String hash(String key) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
