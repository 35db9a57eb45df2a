package dev.offpeak.wire.json;

import java.io.IOException;

/// Says that bytes from outside are not the JSON they should be; the message names the place, never the content.
public final class MalformedJson extends IOException {
    public MalformedJson(String message) {
        super(message);
    }
}
