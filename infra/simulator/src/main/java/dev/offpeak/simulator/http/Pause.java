package dev.offpeak.simulator.http;

import java.io.IOException;
import java.time.Duration;

/// Takes its time, as an injected fault wants it.
final class Pause {
    private Pause() {}

    static void of(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during an injected delay", e);
        }
    }
}
