package dev.offpeak.simulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.anthropic.Anthropic;
import dev.offpeak.simulator.batch.BatchEngine;
import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.clock.VirtualClock;
import dev.offpeak.simulator.faults.FaultPlan;
import dev.offpeak.simulator.http.Abandoned;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.openai.OpenAi;

/// The parts of a running simulator that a test may reach.
public record Control(
        VirtualClock clock,
        BatchEngine engine,
        FaultPlan faults,
        Bill bill,
        OpenAi openAi,
        Anthropic anthropic,
        Abandoned abandoned) {

    public ObjectNode state() {
        ObjectNode json = Json.object();
        json.set("clock", clockJson());
        json.put("open_batches", engine.open())
                .put("fault_rules", faults.rules().size())
                .put("abandoned_streams", abandoned.count());
        json.set("openai", openAi.state());
        json.set("anthropic", anthropic.state());
        return json;
    }

    public ObjectNode clockJson() {
        return Json.object().put("now", clock.instant().toString()).put("speed", clock.speed());
    }
}
