package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.BatchSurface.Upload;
import dev.offpeak.core.surface.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the form that uploads a file (API reference, 2026-11).
final class UploadForm {
    private static final long DAYS_30 = 30 * 24 * 3600L;
    private static final long SHORTEST = 3_600;

    private UploadForm() {}

    static Upload read(String contentType, Body request) {
        var parts = FormPart.read(contentType, request);
        if (parts.isEmpty()) {
            return refused(Optional.empty(), "The request is not a whole multipart/form-data form.");
        }
        var fields = new HashMap<String, String>();
        Optional<FormPart> file = Optional.empty();
        for (var part : parts.get()) {
            if (part.name().equals("file")) {
                file = Optional.of(part);
            } else {
                fields.put(part.name(), part.content().text());
            }
        }
        var named = file.filter(
                part -> part.filename().filter(name -> !name.isEmpty()).isPresent());
        return named.isEmpty()
                ? refused(Optional.of("file"), "Missing required parameter: 'file'.")
                : judge(named.get(), fields);
    }

    private static Upload judge(FormPart file, Map<String, String> fields) {
        var purpose = fields.get("purpose");
        if (purpose == null) {
            return refused(Optional.of("purpose"), "Missing required parameter: 'purpose'.");
        }
        if (!purpose.equals("batch")) {
            return refused(
                    Optional.of("purpose"),
                    "Offpeak keeps files of purpose 'batch' only; send others to OpenAI itself.");
        }
        var filename = file.filename().orElseThrow();
        if (!filename.endsWith(".jsonl")) {
            return refused(Optional.empty(), "Invalid file format for Batch API. Must be .jsonl");
        }
        var anchor = Optional.ofNullable(fields.get("expires_after[anchor]"));
        var seconds = Optional.ofNullable(fields.get("expires_after[seconds]"));
        if (anchor.isEmpty() && seconds.isEmpty()) {
            return new Upload.File(filename, purpose, file.content(), DAYS_30);
        }
        return anchor.filter("created_at"::equals).isPresent()
                        && seconds.filter(UploadForm::isLife).isPresent()
                ? new Upload.File(filename, purpose, file.content(), Long.parseLong(seconds.get()))
                : refused(
                        Optional.of("expires_after"),
                        "'expires_after' needs anchor 'created_at' and seconds from 3600 to 2592000.");
    }

    static boolean isLife(String seconds) {
        return seconds.matches("[0-9]{4,7}")
                && Long.parseLong(seconds) >= SHORTEST
                && Long.parseLong(seconds) <= DAYS_30;
    }

    private static Upload refused(Optional<String> param, String why) {
        return new Upload.Refused(new Refusal.Bad(param, why));
    }
}
