package dev.offpeak.gateway.jobs;

import dev.offpeak.core.job.Answer;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.Pieces;
import java.io.IOException;
import java.io.OutputStream;

/// A provider's answer that is too large to be held, on its way from the store to the caller.
record StoredAnswer(ObjectStore objects, Answer.Stored answer) implements Content.Source {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (var in = objects.open(answer.object(), answer.offset(), answer.length())) {
            long written = Pieces.copy(in, out, "the result");
            if (written != answer.length()) {
                throw new Content.BrokenAnswer("the result has " + written + " bytes instead of " + answer.length());
            }
        }
    }

    @Override
    public void close() {}
}
