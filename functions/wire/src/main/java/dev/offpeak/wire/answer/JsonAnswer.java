package dev.offpeak.wire.answer;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.util.Set;
import java.util.function.Function;

/// A whole answer in JSON: only its usage is kept, whatever its size.
public final class JsonAnswer implements AnswerReader {
    private static final int LONGEST_USAGE = 64 * 1024;

    private final PassingObject object = new PassingObject(Set.of("usage", "service_tier"), Set.of(), LONGEST_USAGE);
    private final Function<Body, Usage> usage;

    /// @param usage reads it from an object that has no other members
    public JsonAnswer(Function<Body, Usage> usage) {
        this.usage = usage;
    }

    @Override
    public void read(byte[] bytes, int from, int to, Sink out) throws IOException {
        out.write(bytes, from, to);
        object.read(bytes, from, to);
    }

    @Override
    public void end(Sink out) {}

    @Override
    public Usage usage() {
        return usage.apply(object.object());
    }

    @Override
    public boolean isComplete() {
        return object.isWhole();
    }
}
