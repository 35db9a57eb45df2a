package dev.offpeak.simulator.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An endpoint with its name and address.
///
/// @param name what fault rules match, such as `openai.batches.create`
/// @param pattern the path, with `{id}` for a parameter
public record Operation(String name, String method, List<String> pattern, Endpoint endpoint) {
    public static Operation of(String name, String method, String path, Endpoint endpoint) {
        return new Operation(name, method, List.of(path.split("/", -1)), endpoint);
    }

    Optional<Map<String, String>> match(String requestMethod, List<String> path) {
        if (!method.equals(requestMethod) || path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> params = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                params.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(params);
    }
}
