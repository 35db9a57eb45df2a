package dev.offpeak.cli.tickets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A resource of one item per line, below headings such as `# situation`.
record Sections(String resource, Map<String, List<String>> lines) {
    private static final String HEADING = "# ";

    static Sections read(String resource) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith(HEADING)) {
                current = new ArrayList<>();
                sections.put(line.substring(HEADING.length()), current);
            } else if (!line.isBlank()) {
                current.add(line);
            }
        }
        return new Sections(resource, sections);
    }

    /// The items of a file with one heading, which only says what they are.
    static List<String> list(String resource) {
        return List.copyOf(read(resource).lines.values().iterator().next());
    }

    List<String> of(String heading) {
        List<String> found = lines.get(heading);
        if (found == null) {
            throw new IllegalStateException(resource + " has no section " + heading);
        }
        return List.copyOf(found);
    }

    static String text(String resource) {
        try (InputStream in = Sections.class.getResourceAsStream("/tickets/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource /tickets/" + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
