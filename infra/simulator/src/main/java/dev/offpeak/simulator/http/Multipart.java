package dev.offpeak.simulator.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `multipart/form-data` part by part, without holding a part in memory.
public final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?<![a-z*])(name|filename)=\"([^\"]*)\"");

    private final PartStream body;

    private Multipart(PartStream body) {
        this.body = body;
    }

    public static Optional<Multipart> open(Request request) throws IOException {
        Matcher boundary = BOUNDARY.matcher(request.header("content-type").orElse(""));
        if (!boundary.find()) {
            return Optional.empty();
        }
        byte[] delimiter = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        PartStream body = new PartStream(new BufferedInputStream(request.body(), 1 << 16), delimiter);
        return Optional.of(new Multipart(body));
    }

    /// The next part; what was not read of the one before is skipped.
    public Optional<Part> next() throws IOException {
        if (!body.nextPart()) {
            return Optional.empty();
        }
        String name = "";
        Optional<String> filename = Optional.empty();
        for (String line = body.headerLine(); !line.isEmpty(); line = body.headerLine()) {
            Matcher attribute = ATTRIBUTE.matcher(line);
            while (attribute.find()) {
                if (attribute.group(1).equals("name")) {
                    name = attribute.group(2);
                } else {
                    filename = Optional.of(attribute.group(2));
                }
            }
        }
        return Optional.of(new Part(name, filename, body));
    }

    /// One field of the form.
    ///
    /// @param content valid until the next part is asked for
    public record Part(String name, Optional<String> filename, InputStream content) {
        public String text() throws IOException {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
