package dev.offpeak.simulator.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Rows of one batch that are run and not yet on the bill: they get there together or not at all.
public final class Tab {
    private final PriceBook prices;
    private final List<Charge> charges = new ArrayList<>();

    Tab(PriceBook prices) {
        this.prices = prices;
    }

    /// Notes a successful row.
    public void row(String provider, String model, String batch, String customId, ObjectNode body, Usage usage) {
        charges.add(Charge.of(prices, new Charge.Work(provider, model, Mode.BATCH, batch, customId), body, usage));
    }

    List<Charge> charges() {
        return charges;
    }
}
