package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One part of a `multipart/form-data` request (RFC 7578), its content a slice of the request.
///
/// @param filename of a part that is a file
record FormPart(String name, Optional<String> filename, Body content) {
    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\";,\\s]{1,70})).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z*])name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("(?<![A-Za-z*])filename=\"([^\"]*)\"");

    /// Empty when the request is no form, or is cut short.
    static Optional<List<FormPart>> read(String contentType, Body request) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.matches()) {
            return Optional.empty();
        }
        var mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return read(request, ("--" + mark).getBytes(ISO_8859_1));
    }

    private static Optional<List<FormPart>> read(Body request, byte[] mark) {
        var parts = new ArrayList<FormPart>();
        int at = find(request, 0, mark);
        while (at >= 0) {
            int after = at + mark.length;
            if (starts(request, after, "--")) {
                return Optional.of(parts);
            }
            int head = after + 2;
            int blank = find(request, after, "\r\n\r\n".getBytes(ISO_8859_1));
            if (!starts(request, after, "\r\n") || blank < 0) {
                return Optional.empty();
            }
            int content = blank + 4;
            int end = find(request, content, concat("\r\n", mark));
            if (end < 0) {
                return Optional.empty();
            }
            part(request, head, blank, content, end).ifPresent(parts::add);
            at = end + 2;
        }
        return Optional.empty();
    }

    private static Optional<FormPart> part(Body request, int head, int blank, int content, int end) {
        var headers = blank <= head ? "" : new String(request.array(), request.offset() + head, blank - head, UTF_8);
        for (var header : headers.split("\r\n")) {
            var name = NAME.matcher(header);
            if (header.regionMatches(true, 0, "content-disposition:", 0, 20) && name.find()) {
                var filename = FILENAME.matcher(header);
                return Optional.of(new FormPart(
                        name.group(1),
                        filename.find() ? Optional.of(filename.group(1)) : Optional.empty(),
                        Body.slice(request.array(), request.offset() + content, end - content)));
            }
        }
        return Optional.empty();
    }

    private static byte[] concat(String before, byte[] mark) {
        return (before + new String(mark, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    private static boolean starts(Body request, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= request.length() || request.at(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int find(Body request, int from, byte[] wanted) {
        var bytes = request.array();
        int last = request.offset() + request.length() - wanted.length;
        for (int i = request.offset() + from; i <= last; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i - request.offset();
            }
        }
        return -1;
    }
}
