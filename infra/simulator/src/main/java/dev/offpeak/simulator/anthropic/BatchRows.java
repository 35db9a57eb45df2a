package dev.offpeak.simulator.anthropic;

import dev.offpeak.simulator.http.Ids;

/// What the rows of every batch are run with.
record BatchRows(Messages messages, RequestQueue queue, Ids ids) {}
