package dev.offpeak.gateway.runtime;

import dev.offpeak.gateway.http.Content.BrokenAnswer;
import java.io.IOException;
import java.io.OutputStream;

/// The answer to one event. The loop writes it, tells Lambda how it ended, and closes it then: whatever is owed for an
/// answer, such as the ledger, keeps nobody waiting.
public interface Reply extends AutoCloseable {
    /// @throws BrokenAnswer when an answer that had begun cannot be finished
    /// @throws IOException when nobody reads it any more
    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();
}
