package dev.offpeak.wire.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.offpeak.core.provider.Headers;
import dev.offpeak.wire.text.ByteText;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// The head of a request as it goes over the line: what was given, and the two headers that HTTP needs.
final class Outgoing {
    private static final Set<String> USUALLY_WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");

    /// Said here, or not at all: twice they would tell two stories of where a request ends.
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade");

    private Outgoing() {}

    /// @throws IllegalHeader for what would end its line, cannot be written in one, or is not the caller's to say
    static ByteText head(Call call) throws IllegalHeader {
        var target = target(call.uri());
        var head = new ByteText(ISO_8859_1, room(call) + target.length());
        head.add(call.method()).add(" ").add(target).add(" HTTP/1.1\r\n");
        add("Host", call.host(), head);
        long length = call.payload().length();
        if (length > 0 || !USUALLY_WITHOUT_BODY.contains(call.method())) {
            add("Content-Length", Long.toString(length), head);
        }
        for (var header : call.headers()) {
            boolean ours = OURS.contains(header.name().toLowerCase(Locale.ROOT));
            if (ours || !isToken(header.name()) || !Headers.isValue(header.value())) {
                throw new IllegalHeader(header.name());
            }
            add(header.name(), header.value(), head);
        }
        return head.add("\r\n");
    }

    private static int room(Call call) {
        int room = 128;
        for (var header : call.headers()) {
            room += header.name().length() + header.value().length() + 4;
        }
        return room;
    }

    private static void add(String name, String value, ByteText head) {
        head.add(name).add(": ").add(value).add("\r\n");
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
