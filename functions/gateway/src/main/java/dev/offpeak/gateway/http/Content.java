package dev.offpeak.gateway.http;

import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.io.OutputStream;

/// The bytes of an answer: there already, or still coming in.
public sealed interface Content {
    record Whole(Body body) implements Content {}

    record Passing(Source source) implements Content {}

    /// Bytes on their way through. Closed when the last has left or the caller has gone; what is owed for them, such as
    /// the ledger, is done then and not before.
    interface Source extends AutoCloseable {
        /// Writes and flushes the bytes as they come.
        ///
        /// @throws BrokenAnswer when they break off
        /// @throws IOException when the caller is gone
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close();
    }

    /// Says that an answer that had begun will not be whole.
    final class BrokenAnswer extends IOException {
        private static final long serialVersionUID = 1;

        public BrokenAnswer(String why) {
            super(why);
        }
    }
}
