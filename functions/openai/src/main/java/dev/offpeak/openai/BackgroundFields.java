package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonEdit;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Map;

/// The fields that a background response needs changed, and the only place that changes any: `background` in the
/// request, which no batch takes; `id` and `background` in the answer, which OpenAI gave to a response of its own.
/// Every other byte stays.
final class BackgroundFields {
    private static final String ASKS = "background";

    private BackgroundFields() {}

    static Body unasked(Body request) throws MalformedJson {
        return JsonEdit.of(request).without(ASKS);
    }

    /// @param id plain ASCII
    static Body renamed(Body answer, String id) {
        try {
            return JsonEdit.of(answer).with(Map.of("id", Body.of("\"" + id + "\""), ASKS, Body.of("true")));
        } catch (MalformedJson e) {
            // what the provider calls a success is shown as it is
            return answer;
        }
    }
}
