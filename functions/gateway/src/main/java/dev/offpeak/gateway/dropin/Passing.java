package dev.offpeak.gateway.dropin;

import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.PassThrough;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which of the provider's answer goes back to the caller.
final class Passing {
    /// About this connection, not about the answer; the way to the caller makes its own.
    private static final Set<String> HOP = Set.of(
            ":status",
            "alt-svc",
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "set-cookie",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private Passing() {}

    static Map<String, String> back(PassThrough passThrough, Headers headers) {
        var accounts = passThrough.accountHeaders();
        var kept = new LinkedHashMap<String, String>();
        headers.values().forEach((name, value) -> {
            if (!HOP.contains(name) && !accounts.contains(name)) {
                kept.put(name, value);
            }
        });
        kept.put("offpeak-lane", "SYNC");
        return kept;
    }
}
