package dev.offpeak.simulation;

import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// Catches what the product logs and hands each line to the run it belongs to.
final class Logs extends Handler {
    private static final InheritableThreadLocal<BiConsumer<String, LogRecord>> READER = new InheritableThreadLocal<>();

    /// Held, or it would be collected and its settings with it.
    private static final Logger PRODUCT = Logger.getLogger("dev.offpeak");

    private static @Nullable Logs installed;

    private final SimpleFormatter formatter = new SimpleFormatter();

    private Logs() {}

    /// From now on nothing of the product's logs reaches the console.
    static synchronized void install() {
        if (installed == null) {
            installed = new Logs();
            installed.setLevel(Level.ALL);
            PRODUCT.setUseParentHandlers(false);
            PRODUCT.setLevel(Level.ALL);
            PRODUCT.addHandler(installed);
        }
    }

    /// Everything that this thread, and threads it starts, log goes to `reader`.
    static void read(BiConsumer<String, LogRecord> reader) {
        READER.set(reader);
    }

    static void stop() {
        READER.remove();
    }

    @Override
    public void publish(LogRecord line) {
        var reader = READER.get();
        if (reader != null) {
            reader.accept(formatter.formatMessage(line), line);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
