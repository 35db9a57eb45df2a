package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.answer.Bytes;
import dev.offpeak.wire.answer.EventAnswer;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;

/// Usage of the Responses API, which is in the response that the last event holds: `response.completed`,
/// `response.incomplete` or `response.failed`. Image streams tell theirs in the event itself.
final class ResponseUsage implements EventAnswer.Events {
    private Usage usage = Usage.NONE;
    private boolean seen;

    @Override
    public boolean take(Body data) {
        if (Bytes.contain(data, "\"usage\"")) {
            try {
                var event = JsonObject.parse(data);
                var holder = event.object("response").orElse(event);
                if (holder.object("usage").isPresent()) {
                    usage = OpenAiUsage.read(holder);
                    seen = true;
                }
            } catch (MalformedJson e) {
                // not an event of theirs; it passes like the others
            }
        }
        return true;
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
