package dev.offpeak.workers;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs a story once for every effect in it and every way that effect can go wrong.
public final class EveryFault {
    private EveryFault() {}

    /// @param story works on a new world, and checks what must hold in the end
    /// @return how many faults were tried
    public static int of(Supplier<World> worlds, Consumer<World> story) {
        int tried = 0;
        for (var how : Effects.How.values()) {
            for (int nth = 1; ; nth++) {
                var world = worlds.get();
                world.effects.fail(nth, how);
                try {
                    story.accept(world);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("after " + world.effects.victim() + ": " + e.getMessage(), e);
                }
                if (!world.effects.fired()) {
                    break;
                }
                tried++;
            }
        }
        return tried;
    }
}
