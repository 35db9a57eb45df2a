package dev.offpeak.simulator.openai;

import dev.offpeak.simulator.http.Multipart;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A received upload, its bytes already on disk.
///
/// @param truncated it was larger than any file may be
record Upload(String filename, Path bytes, long size, boolean truncated, Map<String, String> fields) {
    private static final long MAX_FILE = 512L * 1024 * 1024;
    private static final long MAX_BATCH_FILE = 200L * 1024 * 1024;
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    static Upload read(Request request, Path target) throws IOException {
        Map<String, String> fields = new HashMap<>();
        String filename = "";
        long size = 0;
        Optional<Multipart> form = Multipart.open(request);
        if (form.isPresent()) {
            for (var part = form.get().next();
                    part.isPresent();
                    part = form.get().next()) {
                if (part.get().name().equals("file")) {
                    filename = part.get().filename().orElse("");
                    size = copy(part.get().content(), target);
                } else {
                    fields.put(part.get().name(), part.get().text());
                }
            }
        }
        return new Upload(filename, target, size, size > MAX_FILE, fields);
    }

    Optional<Refusal> refusal() {
        if (filename.isEmpty()) {
            return Optional.of(Refusal.invalid("Missing required parameter: 'file'.", "file"));
        }
        if (!PURPOSES.contains(purpose())) {
            return Optional.of(Refusal.invalid("'purpose' is missing or not supported.", "purpose"));
        }
        if (purpose().equals("batch") && !filename.endsWith(".jsonl")) {
            return Optional.of(Refusal.invalid("Invalid file format for Batch API. Must be .jsonl"));
        }
        if (truncated || (purpose().equals("batch") && size > MAX_BATCH_FILE)) {
            return Optional.of(Refusal.invalid("File is too large: " + size + " bytes.", "file"));
        }
        return badExpiry();
    }

    private Optional<Refusal> badExpiry() {
        boolean anchor = fields.containsKey("expires_after[anchor]");
        boolean seconds = fields.containsKey("expires_after[seconds]");
        if (!anchor && !seconds) {
            return Optional.empty();
        }
        boolean good = anchor
                && seconds
                && "created_at".equals(fields.get("expires_after[anchor]"))
                && ExpiresAfter.isAllowed(fields.getOrDefault("expires_after[seconds]", ""));
        return good
                ? Optional.empty()
                : Optional.of(Refusal.invalid(
                        "'expires_after' needs anchor 'created_at' and seconds from 3600 to 2592000.",
                        "expires_after"));
    }

    String purpose() {
        return fields.getOrDefault("purpose", "");
    }

    Optional<Duration> life() {
        String seconds = fields.get("expires_after[seconds]");
        if (seconds != null) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
        }
        return purpose().equals("batch") ? Optional.of(FileStore.BATCH_FILE_LIFE) : Optional.empty();
    }

    // Stops writing beyond the limit but reads on, so that the client gets an answer instead of a broken pipe.
    private static long copy(InputStream content, Path target) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                size += count;
                if (size <= MAX_FILE) {
                    out.write(buffer, 0, count);
                }
            }
        }
        return size;
    }
}
