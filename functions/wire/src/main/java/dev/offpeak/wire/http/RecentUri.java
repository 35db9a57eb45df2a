package dev.offpeak.wire.http;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers the URL that was last asked for: most calls of a process go to the same one, and to read one takes Java as
/// long as other parts of a call.
public final class RecentUri {
    private final Function<String, URI> make;

    @Nullable
    private volatile Known last;

    private record Known(String path, URI uri) {}

    /// @param make the URL of a path; the same one for the same path
    public RecentUri(Function<String, URI> make) {
        this.make = make;
    }

    public URI of(String path) {
        var known = last;
        if (known == null || !known.path().equals(path)) {
            known = new Known(path, make.apply(path));
            last = known;
        }
        return known.uri();
    }
}
