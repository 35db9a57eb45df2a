package dev.offpeak.openai;

import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonBytes.Kind;
import java.util.EnumSet;

/// Counts the texts of an embeddings call: a string or one array of token numbers is one, an array of either is many.
sealed interface EmbeddingInputs {
    /// Per call; API reference, 2026-11.
    int MOST = 2_048;

    record Counted(int count) implements EmbeddingInputs {}

    record Unsound(String why) implements EmbeddingInputs {}

    static EmbeddingInputs count(JsonBytes input) {
        return switch (input.kind()) {
            case STRING -> new Counted(1);
            case ARRAY -> countElements(input);
            case OBJECT, NUMBER, BOOLEAN, NULL -> new Unsound("is neither a string nor an array");
        };
    }

    private static EmbeddingInputs countElements(JsonBytes input) {
        var kinds = EnumSet.noneOf(Kind.class);
        var count = new int[1];
        input.each(element -> {
            kinds.add(element.kind());
            count[0]++;
        });
        if (kinds.size() != 1) {
            return new Unsound(kinds.isEmpty() ? "is empty" : "mixes " + kinds);
        }
        return switch (kinds.iterator().next()) {
            case NUMBER -> new Counted(1);
            case STRING, ARRAY ->
                count[0] > MOST
                        ? new Unsound("holds " + count[0] + " inputs; one call takes " + MOST)
                        : new Counted(count[0]);
            case OBJECT, BOOLEAN, NULL -> new Unsound("holds neither strings nor tokens");
        };
    }
}
