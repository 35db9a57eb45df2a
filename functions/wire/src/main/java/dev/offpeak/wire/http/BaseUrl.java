package dev.offpeak.wire.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where an account's API begins.
///
/// It remembers the URL that was last asked for: most calls of a process go to the same one, and to read one takes Java
/// as long as other parts of a call.
public final class BaseUrl {
    private final String base;

    @Nullable
    private volatile Known last;

    private record Known(String path, URI uri) {}

    private BaseUrl(String base) {
        this.base = base;
    }

    /// @param example of a good one, for the message
    /// @throws IllegalArgumentException for what cannot be called, or leaves no room for a path
    public static BaseUrl of(URI uri, URI example) {
        if (!Http.serves(uri) || uri.getQuery() != null) {
            throw new IllegalArgumentException("base URL " + uri + " is not one such as " + example);
        }
        return new BaseUrl(uri.toString().replaceFirst("/+$", ""));
    }

    /// @param path with a slash before it; a query may follow
    public URI at(String path) {
        var known = last;
        if (known == null || !known.path().equals(path)) {
            known = new Known(path, URI.create(base + path));
            last = known;
        }
        return known.uri();
    }

    @Override
    public String toString() {
        return base;
    }
}
