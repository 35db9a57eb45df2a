package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.answer.Bytes;
import dev.offpeak.wire.answer.EventAnswer;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonEdit;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;

/// Usage of chat and legacy completions: a last chunk of its own, with no choices in it.
final class ChunkUsage implements EventAnswer.Events {
    private final boolean hides;
    private Usage usage = Usage.NONE;
    private boolean seen;
    private boolean saysNothing;

    /// @param hides whether the caller did not ask for that chunk
    ChunkUsage(boolean hides) {
        this.hides = hides;
    }

    @Override
    public boolean take(Body data) {
        saysNothing = false;
        if (!Bytes.contain(data, "\"usage\"")) {
            return true;
        }
        try {
            var chunk = JsonObject.parse(data);
            if (chunk.object("usage").isEmpty()) {
                saysNothing =
                        chunk.written("usage").isPresent() && chunk.get("usage").isEmpty();
                return true;
            }
            usage = OpenAiUsage.read(chunk);
            seen = true;
            return !hides || !chunk.get("choices").filter(ChunkUsage::isEmpty).isPresent();
        } catch (MalformedJson e) {
            return true;
        }
    }

    /// All chunks but the last say `"usage":null` because usage was asked for, which the caller did not.
    @Override
    public Body shown(Body data) {
        if (!hides || !saysNothing) {
            return data;
        }
        try {
            return JsonEdit.of(data).without("usage");
        } catch (MalformedJson e) {
            return data;
        }
    }

    private static boolean isEmpty(JsonBytes choices) {
        var any = new boolean[1];
        choices.each(choice -> any[0] = true);
        return choices.kind() == Kind.ARRAY && !any[0];
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public boolean isComplete() {
        return seen;
    }
}
