package dev.offpeak.wire.json;

import java.io.IOException;

/// Says that bytes from outside are not the JSON they should be; the message names the place, never the content.
public final class MalformedJson extends IOException {
    private final String why;

    public MalformedJson(String why) {
        super(why);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
