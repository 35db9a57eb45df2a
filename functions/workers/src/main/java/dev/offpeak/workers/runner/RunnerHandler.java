package dev.offpeak.workers.runner;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.workers.Invocations;
import dev.offpeak.workers.Messages;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;

/// Runs what is on the `express` queue. Only our own functions may write there.
@Named("runner")
public final class RunnerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = System.getLogger(RunnerHandler.class.getName());

    private final RunExpress run;
    private final EnvelopeReader envelopes;
    private final InstantSource clock;

    @Inject
    public RunnerHandler(RunExpress run, EnvelopeReader envelopes, InstantSource clock) {
        this.run = run;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var until = Invocations.end(context, clock.instant());
        var again = new ArrayList<String>();
        for (var message : event.getRecords()) {
            if (!isDone(message, until)) {
                again.add(message.getMessageId());
            }
        }
        return Messages.again(again);
    }

    private boolean isDone(SQSEvent.SQSMessage message, Instant until) {
        try {
            if (Messages.open(envelopes, message) instanceof EnvelopeReader.Reading.Genuine(var envelope)) {
                return run.run(envelope, until);
            }
            LOG.log(Level.WARNING, "message {0} on the express queue is not ours", message.getMessageId());
            return false;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "message {0} comes again: {1}", message.getMessageId(), e.getMessage());
            return false;
        }
    }
}
