package dev.offpeak.simulator.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.offpeak.simulator.disk.Lines;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The facts of a data folder, one JSON object a line, each written before anybody is told of it.
public final class Journal implements AutoCloseable {
    private static final ObjectMapper MAPPER =
            Json.MAPPER.copy().registerModule(times()).setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final Lines lines;
    private final List<Entry> past;

    private Journal(Lines lines, List<Entry> past) {
        this.lines = lines;
        this.past = List.copyOf(past);
    }

    /// Opens the journal and reads what earlier processes wrote.
    public static Journal open(Path file) throws IOException {
        Lines lines = Lines.open(file);
        try {
            return new Journal(lines, read(file));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /// What is known from before this process, oldest first.
    public <E extends Entry> Stream<E> past(Class<E> kind) {
        return past.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// Returns when the fact outlives this process.
    public synchronized void add(Entry entry) {
        try {
            byte[] json = MAPPER.writerFor(Entry.class).writeValueAsBytes(entry);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            lines.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal takes no more", e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                entries.add(MAPPER.readValue(line, Entry.class));
            }
        }
        return entries;
    }

    // two types of time do not earn a dependency
    private static SimpleModule times() {
        return new SimpleModule()
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse))
                .addSerializer(Duration.class, ToStringSerializer.instance)
                .addDeserializer(Duration.class, new FromText<>(Duration.class, Duration::parse));
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parse.apply(parser.getText());
        }
    }
}
