package dev.offpeak.cli.demo;

import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.tickets.Inbox;
import java.time.Duration;
import java.time.InstantSource;

/// The showcase: one night job on a stack that is already up.
///
/// @param chats how many people ask something meanwhile
/// @param patience how long nothing may happen before the night is given up
/// @param json whether the outcome is printed as JSON
/// @param plain whether progress is plain lines, even on a terminal
public record Demo(int tickets, long seed, int chats, Duration patience, boolean json, boolean plain) {

    /// Says whether every job ended as it should.
    public boolean run(RunningStack stack, Terminal terminal) throws InterruptedException {
        Terminal.Canvas canvas = terminal.progress(json);
        Painter painter = new Painter(
                new Terminal.Canvas(canvas.writer(), canvas.repaints() && !plain),
                new ProgressText(terminal.symbols()),
                terminal.columns());
        NightJob.Request request = new NightJob.Request(Inbox.of(tickets, seed), chats, patience);
        try (NightJob night = new NightJob(stack, request, InstantSource.system())) {
            Outcome outcome = night.run(painter);
            terminal.print(
                    json
                            ? Json.pretty(OutcomeJson.of(outcome)) + "\n"
                            : new OutcomeText(terminal.symbols()).of(outcome));
            return outcome.good();
        }
    }
}
