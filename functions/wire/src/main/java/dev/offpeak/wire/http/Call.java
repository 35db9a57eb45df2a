package dev.offpeak.wire.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One HTTP call.
///
/// @param timeout for the whole of it, from connecting to the last byte of the answer
/// @param maxAnswer bytes of answer body that are taken
public record Call(String method, URI uri, List<Header> headers, Payload payload, Duration timeout, long maxAnswer) {
    private static final long USUAL_ANSWER = 16L << 20;

    /// One header line; its value is kept out of every text.
    public record Header(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    public Call {
        headers = List.copyOf(headers);
    }

    public static Call get(URI uri, Duration timeout) {
        return new Call("GET", uri, List.of(), Payload.NONE, timeout, USUAL_ANSWER);
    }

    public static Call post(URI uri, Payload payload, Duration timeout) {
        return new Call("POST", uri, List.of(), payload, timeout, USUAL_ANSWER);
    }

    /// The `Host` it is sent with.
    public String host() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    public Call with(String name, String value) {
        return with(List.of(new Header(name, value)));
    }

    public Call with(Map<String, String> all) {
        var more = new ArrayList<Header>(all.size());
        all.forEach((name, value) -> more.add(new Header(name, value)));
        return with(more);
    }

    public Call with(List<Header> all) {
        var more = headers.toArray(new Header[headers.size() + all.size()]);
        int count = headers.size();
        for (var header : all) {
            more[count++] = header;
        }
        return new Call(method, uri, List.of(more), payload, timeout, maxAnswer);
    }

    public Call taking(long bytes) {
        return new Call(method, uri, headers, payload, timeout, bytes);
    }
}
