package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.surface.BatchSurface.Order;
import dev.offpeak.core.surface.CallerLine;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `{requests: [{custom_id, params}]}`. Like Anthropic, it looks into `params` later: a bad one comes back as an
/// errored line.
final class MessageBatchOrder {
    private static final Endpoint MESSAGES = new Endpoint("/v1/messages");
    private static final Pattern CUSTOM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> MEMBERS = Set.of("custom_id", "params");

    private final Body request;
    private final ArrayList<CallerLine> lines = new ArrayList<>();
    private final Set<String> customIds = new HashSet<>();

    /// The first thing wrong is the one told.
    @Nullable
    private Refusal flaw;

    private MessageBatchOrder(Body request) {
        this.request = request;
    }

    static Order read(Body request) {
        try {
            return new MessageBatchOrder(request).read(JsonObject.parse(request));
        } catch (MalformedJson e) {
            return new Order.Refused(
                    new Refusal.Bad(Optional.empty(), "The request body is not valid JSON: " + e.why()));
        }
    }

    private Order read(JsonObject order) {
        for (var name : order.names()) {
            if (!name.equals("requests")) {
                flaw(clip(name), "Extra inputs are not permitted");
            }
        }
        var requests = order.get("requests");
        if (requests.isEmpty()) {
            flaw("requests", "Field required");
        } else if (requests.get().kind() != JsonBytes.Kind.ARRAY) {
            flaw("requests", "Input should be a valid list");
        } else {
            requests.get().each(this::line);
            count();
        }
        return flaw == null ? new Order.Inline(MESSAGES, lines) : new Order.Refused(flaw);
    }

    private void count() {
        int most = AnthropicDialect.LIMITS.requests();
        if (lines.isEmpty()) {
            flaw("requests", "List should have at least 1 item after validation");
        } else if (lines.size() > most) {
            flaw("requests", "List should have at most " + most + " items after validation, not " + lines.size());
        }
    }

    private void line(JsonBytes element) {
        if (flaw != null) {
            return;
        }
        var where = "requests." + lines.size();
        var line = element.object();
        if (line.isEmpty()) {
            flaw(where, "Input should be an object");
            return;
        }
        line.get().names().stream()
                .filter(name -> !MEMBERS.contains(name))
                .findFirst()
                .ifPresent(name -> flaw(where + "." + clip(name), "Extra inputs are not permitted"));
        var customId = required(line.get(), where, "custom_id");
        var params = required(line.get(), where, "params");
        customId.ifPresent(id -> name(id, where + ".custom_id"));
        if (params.filter(value -> value.kind() != JsonBytes.Kind.OBJECT).isPresent()) {
            flaw(where + ".params", "Input should be an object");
        }
        if (flaw == null) {
            lines.add(new CallerLine(slice(customId.orElseThrow()), slice(params.orElseThrow())));
        }
    }

    private Optional<JsonBytes> required(JsonObject line, String where, String name) {
        var value = line.get(name);
        if (value.isEmpty()) {
            flaw(where + "." + name, "Field required");
        }
        return value;
    }

    private void name(JsonBytes value, String where) {
        var id = value.text().orElse("");
        if (!CUSTOM_ID.matcher(id).matches()) {
            flaw(where, "String should match pattern '^" + CUSTOM_ID + "$'");
        } else if (!customIds.add(id)) {
            flaw(where, "custom_id '" + id + "' is that of another request; it must be unique in the batch");
        }
    }

    private Body slice(JsonBytes value) {
        return Body.slice(request.array(), value.offset(), value.length());
    }

    private void flaw(String param, String why) {
        if (flaw == null) {
            flaw = Refusal.bad(param, why);
        }
    }

    private static String clip(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }
}
