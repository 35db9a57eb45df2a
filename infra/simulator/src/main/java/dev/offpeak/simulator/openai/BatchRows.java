package dev.offpeak.simulator.openai;

import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.batch.RowFates;
import dev.offpeak.simulator.http.Ids;

/// What the rows of every batch are run with.
record BatchRows(FileStore files, Models models, EnqueuedTokens queue, Ids ids) {

    BatchWork of(String owner, OpenAiBatch batch, RowFates fates) {
        return new OpenAiWork(owner, batch, fates, this);
    }
}
