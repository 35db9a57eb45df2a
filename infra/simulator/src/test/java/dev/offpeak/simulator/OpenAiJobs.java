package dev.offpeak.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.offpeak.simulator.http.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Batches of chat lines through the vendor's client.
record OpenAiJobs(OpenAIClient client) {

    static String line(String customId, String text) {
        return line(customId, "gpt-5-nano", text);
    }

    static String line(String customId, String model, String text) {
        ObjectNode line =
                Json.object().put("custom_id", customId).put("method", "POST").put("url", "/v1/chat/completions");
        line.putObject("body")
                .put("model", model)
                .putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", text);
        return line.toString();
    }

    static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> line("row-" + i, "Summarise: text number " + i + "."))
                .collect(Collectors.joining("\n"));
    }

    FileObject upload(String content) {
        return upload(content, "in.jsonl");
    }

    FileObject upload(String content, String name) {
        InputStream bytes = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        return client.files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<InputStream>builder()
                                .value(bytes)
                                .filename(name)
                                .build())
                        .purpose(FilePurpose.BATCH)
                        .build());
    }

    Batch submit(String content) {
        return create(upload(content).id());
    }

    Batch create(String fileId) {
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(fileId)
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
    }

    Batch get(Batch batch) {
        return client.batches().retrieve(batch.id());
    }

    List<JsonNode> rows(Optional<String> fileId) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        if (fileId.isPresent()) {
            try (HttpResponse content = client.files().content(fileId.get())) {
                String text = new String(content.body().readAllBytes(), StandardCharsets.UTF_8);
                for (String row : text.lines().toList()) {
                    rows.add(Json.MAPPER.readTree(row));
                }
            }
        }
        return rows;
    }

    static List<String> ids(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("custom_id").asText()).toList();
    }
}
