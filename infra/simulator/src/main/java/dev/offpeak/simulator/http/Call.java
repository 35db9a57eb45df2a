package dev.offpeak.simulator.http;

import dev.offpeak.simulator.faults.Effect;
import java.util.List;

/// An authenticated request on its way to an endpoint.
///
/// @param caller the API key; batches and files belong to it and no other key sees them
/// @param effects the faults that apply to this very call
public record Call(Request request, String caller, List<Effect> effects) {
    public Call {
        effects = List.copyOf(effects);
    }
}
