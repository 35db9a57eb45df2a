package dev.offpeak.anthropic;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.answer.Bytes;
import dev.offpeak.wire.answer.EventAnswer;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;

/// Usage of a streamed message: `message_start` has the input side, each `message_delta` the output so far, and may
/// correct the input.
final class MessageUsage implements EventAnswer.Events {
    private Usage usage = Usage.NONE;
    private boolean counted;

    @Override
    public boolean take(Body data) {
        if (Bytes.contain(data, "\"usage\"")) {
            try {
                read(JsonObject.parse(data));
            } catch (MalformedJson e) {
                // not an event of theirs; it passes like the others
            }
        }
        return true;
    }

    private void read(JsonObject event) {
        switch (event.text("type").orElse("")) {
            case "message_start" ->
                usage = event.object("message").map(AnthropicUsage::read).orElse(usage);
            case "message_delta" ->
                event.object("usage").ifPresent(told -> {
                    usage = AnthropicUsage.corrected(usage, told);
                    // there may be several, and the last says why it stopped
                    counted |= event.object("delta")
                            .flatMap(delta -> delta.text("stop_reason"))
                            .isPresent();
                });
            default -> {}
        }
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public boolean isComplete() {
        return counted;
    }
}
