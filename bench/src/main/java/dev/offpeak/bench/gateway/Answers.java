package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A benchmark of wrong answers measures nothing.
final class Answers {
    private Answers() {}

    static void check(String who, boolean ok, String head, byte[] body) {
        var text = new String(body, UTF_8);
        if (!ok || !text.contains("chatcmpl-1") || !text.contains("xxx")) {
            throw new IllegalStateException(
                    who + " answered " + head + text.substring(0, Math.min(500, text.length())));
        }
    }
}
