package dev.offpeak.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Passes deaths on to the listeners; who comes late hears of the earlier ones too.
final class Deaths implements Consumer<PartDeath> {

    private final List<PartDeath> told = new ArrayList<>();
    private final List<Consumer<PartDeath>> listeners = new ArrayList<>();

    @Override
    public void accept(PartDeath death) {
        List<Consumer<PartDeath>> listening;
        synchronized (this) {
            told.add(death);
            listening = List.copyOf(listeners);
        }
        listening.forEach(listener -> listener.accept(death));
    }

    void listen(Consumer<PartDeath> listener) {
        List<PartDeath> missed;
        synchronized (this) {
            missed = List.copyOf(told);
            listeners.add(listener);
        }
        missed.forEach(listener);
    }
}
