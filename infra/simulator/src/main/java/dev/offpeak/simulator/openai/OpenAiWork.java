package dev.offpeak.simulator.openai;

import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.batch.Ending;
import dev.offpeak.simulator.batch.Inspection;
import dev.offpeak.simulator.batch.Inspection.Problem;
import dev.offpeak.simulator.batch.RowCut;
import dev.offpeak.simulator.batch.RowFate;
import dev.offpeak.simulator.batch.RowFates;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.bill.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Inspects and runs the rows of one batch, from its input file to its result files.
final class OpenAiWork implements BatchWork {
    private final String owner;
    private final OpenAiBatch batch;
    private final RowFates fates;
    private final BatchRows with;
    private volatile Reservation reserved = new Reservation("", 0);

    OpenAiWork(String owner, OpenAiBatch batch, RowFates fates, BatchRows with) {
        this.owner = owner;
        this.batch = batch;
        this.fates = fates;
        this.with = with;
    }

    @Override
    public Inspection inspect() throws IOException {
        Optional<StoredFile> input = with.files()
                .find(owner, batch.inputFileId())
                .filter(file -> file.purpose().equals("batch"));
        return input.isEmpty()
                ? rejected("invalid_request", "There is no batch file '" + batch.inputFileId() + "'.")
                : inspect(input.get());
    }

    private Inspection inspect(StoredFile input) throws IOException {
        LineRules rules = new LineRules(batch.endpoint(), with.models());
        int rows = 0;
        int endless = 0;
        long tokens = 0;
        try (BufferedReader reader = Line.open(input.path())) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (text.isBlank()) {
                    continue;
                }
                Optional<Problem> problem = rules.check(text, number);
                if (problem.isPresent()) {
                    return new Inspection.Rejected(List.of(problem.get()));
                }
                endless += fates.of(rows, text) == RowFate.EXPIRE ? 1 : 0;
                tokens += Line.tokens(text);
                rows++;
            }
        }
        return rows == 0
                ? rejected("empty_file", "The batch file has no requests.")
                : queued(new Inspection.Accepted(rows, endless, rules.model(), tokens));
    }

    private Inspection queued(Inspection.Accepted accepted) {
        if (!with.queue().reserve(owner, accepted.model(), accepted.tokens())) {
            return rejected(
                    "token_limit_exceeded",
                    "Enqueued token limit reached for " + accepted.model() + ". Limit: "
                            + with.queue().limit() + " enqueued tokens. Try again once batches in progress are done.");
        }
        reserved = new Reservation(accepted.model(), accepted.tokens());
        return accepted;
    }

    @Override
    public void reserve(Optional<Inspection> inspection) {
        if (inspection.orElse(null) instanceof Inspection.Accepted accepted) {
            with.queue().take(owner, accepted.model(), accepted.tokens());
            reserved = new Reservation(accepted.model(), accepted.tokens());
        }
    }

    @Override
    public Tally settle(Ending ending, RowCut cut, Tab tab) throws IOException {
        try (OpenAiResults results = new OpenAiResults(owner, batch, fates.batchId(), with, tab);
                // the caller may delete the file while the batch runs
                BufferedReader reader = Line.open(with.files().bytes(batch.inputFileId()))) {
            int index = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                if (!text.isBlank()) {
                    row(index++, text, ending, cut, results);
                }
            }
            return results.finish(ending.at());
        }
    }

    private void row(int index, String text, Ending ending, RowCut cut, OpenAiResults results) throws IOException {
        RowFate fate = fates.of(index, text);
        Line line = Line.parse(text);
        if (fate == RowFate.EXPIRE || !cut.reached(index)) {
            results.notRun(line, ending);
        } else if (!cut.lost(index)) {
            results.run(line, fate);
        }
    }

    @Override
    public void release() {
        with.queue().release(owner, reserved.model(), reserved.tokens());
    }

    private static Inspection rejected(String code, String message) {
        return new Inspection.Rejected(List.of(new Problem(code, message, null, null)));
    }

    private record Reservation(String model, long tokens) {}
}
