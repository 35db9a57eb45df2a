package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes in the body of a batch create, request by request, without ever holding it whole.
final class Intake {
    private static final int MAX_REQUESTS = 100_000;
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final JsonParser in;
    private final JsonGenerator out;
    private final Set<String> customIds = new HashSet<>();

    /// What came of it.
    sealed interface Result {
        record Taken(int requests) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    private Intake(JsonParser in, JsonGenerator out) {
        this.in = in;
        this.out = out;
    }

    /// Writes each request to `rows` as one line.
    static Result take(LimitedBody body, Path rows) throws IOException {
        try (JsonParser in = Json.MAPPER.createParser(body);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(rows), 1 << 16);
                JsonGenerator out = Json.MAPPER.createGenerator(file)) {
            out.setRootValueSeparator(new SerializedString("\n"));
            return new Result.Taken(new Intake(in, out).requests());
        } catch (Refusing e) {
            return new Result.Refused(e.refusal);
        } catch (LimitedBody.TooLarge e) {
            return new Result.Refused(
                    Refusal.of(413, "request_too_large", "Request exceeds the maximum size of 256 MB"));
        } catch (JacksonException e) {
            return new Result.Refused(Refusal.invalid("The request body is not valid JSON"));
        }
    }

    private int requests() throws IOException {
        expect(in.nextToken() == JsonToken.START_OBJECT, "The request body is not a JSON object");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            expect(in.currentName().equals("requests"), in.currentName() + ": Extra inputs are not permitted");
            expect(in.nextToken() == JsonToken.START_ARRAY, "requests: Input should be a valid list");
            int index = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                expect(index < MAX_REQUESTS, "requests: List should have at most 100000 items");
                request(index++);
            }
        }
        expect(!customIds.isEmpty(), "requests: List should have at least 1 item");
        return customIds.size();
    }

    private void request(int index) throws IOException {
        String where = "requests." + index;
        expect(in.currentToken() == JsonToken.START_OBJECT, where + ": Input should be an object");
        boolean named = false;
        boolean hasParams = false;
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "custom_id" -> {
                    named = true;
                    out.writeStringField("custom_id", customId(where));
                }
                case "params" -> {
                    hasParams = true;
                    expect(in.currentToken() == JsonToken.START_OBJECT, where + ".params: Input should be an object");
                    out.writeFieldName("params");
                    out.copyCurrentStructure(in);
                }
                default -> throw new Refusing(where + "." + field + ": Extra inputs are not permitted");
            }
        }
        out.writeEndObject();
        expect(named, where + ".custom_id: Field required");
        expect(hasParams, where + ".params: Field required");
    }

    private String customId(String where) throws IOException {
        String id = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        expect(
                CUSTOM_ID.matcher(id).matches(),
                where + ".custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
        expect(customIds.add(id), where + ".custom_id: '" + id + "' is not unique in the batch");
        return id;
    }

    private static void expect(boolean condition, String otherwise) throws Refusing {
        if (!condition) {
            throw new Refusing(otherwise);
        }
    }

    /// Leaves the nested parsing with the provider's complaint; it never crosses this class.
    private static final class Refusing extends IOException {
        private final transient Refusal refusal;

        Refusing(String complaint) {
            super(complaint);
            this.refusal = Refusal.invalid(complaint);
        }
    }
}
