package dev.offpeak.core.segment;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.routing.OnLate;
import java.util.TreeMap;

/// What may share a provider batch.
///
/// @param pool names the accounts it may be submitted with; the account itself is chosen at submission
/// @param onLate the same for all, so that a late batch can be dealt with as a whole
/// @param affinity what the provider's dialect wants equal, e.g. the model
public record BundleKey(
        String pool,
        DeadlineBand band,
        OnLate onLate,
        ProviderId provider,
        Endpoint endpoint,
        Headers headers,
        String affinity) {
    private static final char FIELD = '\u001f';
    private static final char ITEM = '\u001e';
    private static final char ESCAPE = '\\';
    /// Between a band and an `onLate` that is not the usual one; keys without it are as they were before there was one.
    private static final String BUT = "/";

    /// Turns a control character into a printable one, and back.
    private static final int FLIP = 0x20;

    /// The same with less time left.
    public BundleKey within(DeadlineBand nearer) {
        return new BundleKey(pool, nearer, onLate, provider, endpoint, headers, affinity);
    }

    /// One line of text that [#parse] reads back.
    public String text() {
        var text = new StringBuilder()
                .append(escaped(pool))
                .append(FIELD)
                .append(onLate == OnLate.EXPRESS ? band.name() : band + BUT + onLate)
                .append(FIELD)
                .append(provider)
                .append(FIELD)
                .append(endpoint)
                .append(FIELD)
                .append(escaped(affinity));
        headers.values()
                .forEach((name, value) ->
                        text.append(FIELD).append(escaped(name)).append(ITEM).append(escaped(value)));
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
            if (item < 0) {
                throw new IllegalArgumentException("not a bundle key: field " + (i + 1) + " is not a header");
            }
            headers.put(unescaped(fields[i].substring(0, item)), unescaped(fields[i].substring(item + 1)));
        }
        var band = fields[1].split(BUT, 2);
        return new BundleKey(
                unescaped(fields[0]),
                DeadlineBand.valueOf(band[0]),
                band.length == 1 ? OnLate.EXPRESS : OnLate.valueOf(band[1]),
                new ProviderId(fields[2]),
                new Endpoint(fields[3]),
                new Headers(headers),
                unescaped(fields[4]));
    }

    /// Model names and header values are the caller's: one with a separator in it must not add fields of its own.
    private static String escaped(String field) {
        var text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c < ' ' || c == ESCAPE) {
                text.append(ESCAPE).append((char) (c ^ FLIP));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String unescaped(String field) {
        var text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            text.append(c == ESCAPE && i + 1 < field.length() ? (char) (field.charAt(++i) ^ FLIP) : c);
        }
        return text.toString();
    }
}
