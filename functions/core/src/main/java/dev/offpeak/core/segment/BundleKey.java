package dev.offpeak.core.segment;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import java.util.TreeMap;

/// What may share a provider batch.
///
/// @param pool names the accounts it may be submitted with; the account itself is chosen at submission
/// @param affinity what the provider's dialect wants equal, e.g. the model
public record BundleKey(
        String pool, DeadlineBand band, ProviderId provider, Endpoint endpoint, Headers headers, String affinity) {
    private static final char FIELD = '\u001f';
    private static final char ITEM = '\u001e';

    /// One line of text that [#parse] reads back.
    public String text() {
        var text = new StringBuilder()
                .append(pool)
                .append(FIELD)
                .append(band)
                .append(FIELD)
                .append(provider)
                .append(FIELD)
                .append(endpoint)
                .append(FIELD)
                .append(affinity);
        headers.values()
                .forEach((name, value) ->
                        text.append(FIELD).append(name).append(ITEM).append(value));
        return text.toString();
    }

    public static BundleKey parse(String text) {
        var fields = text.split(String.valueOf(FIELD), -1);
        if (fields.length < 5) {
            throw new IllegalArgumentException("not a bundle key: " + fields.length + " fields");
        }
        var headers = new TreeMap<String, String>();
        for (int i = 5; i < fields.length; i++) {
            int item = fields[i].indexOf(ITEM);
            headers.put(fields[i].substring(0, item), fields[i].substring(item + 1));
        }
        return new BundleKey(
                fields[0],
                DeadlineBand.valueOf(fields[1]),
                new ProviderId(fields[2]),
                new Endpoint(fields[3]),
                new Headers(headers),
                fields[4]);
    }
}
