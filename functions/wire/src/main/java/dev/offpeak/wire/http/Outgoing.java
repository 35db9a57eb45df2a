package dev.offpeak.wire.http;

import dev.offpeak.core.provider.Headers;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;

/// A call as it goes over the line: what was given, and the two headers that HTTP needs.
final class Outgoing {
    private static final Set<String> USUALLY_WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");

    /// Said here, or not at all: twice they would tell two stories of where a request ends.
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade");

    private Outgoing() {}

    /// @throws IllegalHeader for what would end its line, cannot be written in one, or is not the caller's to say
    static HttpEntityEnclosingRequest request(Call call, Leaving body) throws IllegalHeader {
        var request = new BasicHttpEntityEnclosingRequest(call.method(), target(call.uri()));
        request.addHeader("Host", call.host());
        if (body.getContentLength() > 0 || !USUALLY_WITHOUT_BODY.contains(call.method())) {
            request.addHeader("Content-Length", Long.toString(body.getContentLength()));
        }
        addHeaders(call, request);
        request.setEntity(body);
        return request;
    }

    private static void addHeaders(Call call, HttpRequest request) throws IllegalHeader {
        for (var header : call.headers()) {
            boolean ours = OURS.contains(header.name().toLowerCase(Locale.ROOT));
            if (ours || !isToken(header.name()) || !Headers.isValue(header.value())) {
                throw new IllegalHeader(header.name());
            }
            request.addHeader(header.name(), header.value());
        }
    }

    private static String target(URI uri) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /// RFC 9110, 5.6.2
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isUsual = c >= 'a' && c <= 'z' || c == '-';
            if (!isUsual && (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /// Names the header and never its value, which may be a key.
    static final class IllegalHeader extends Exception {
        private static final long serialVersionUID = 1;

        private final String name;

        IllegalHeader(String name) {
            super(name, null, false, false);
            this.name = name;
        }

        String name() {
            return name;
        }
    }
}
