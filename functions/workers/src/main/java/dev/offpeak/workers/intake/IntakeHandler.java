package dev.offpeak.workers.intake;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.workers.Messages;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;

/// Takes in what is on the `jobs` queue.
@Named("intake")
public final class IntakeHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final TakeIn takeIn;
    private final EnvelopeReader envelopes;
    private final TenantId producers;

    /// @param producers whose jobs are those that producers drop on the queue themselves
    @Inject
    public IntakeHandler(TakeIn takeIn, EnvelopeReader envelopes, TenantId producers) {
        this.takeIn = takeIn;
        this.envelopes = envelopes;
        this.producers = producers;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return Messages.again(
                takeIn.take(event.getRecords().stream().map(this::delivery).toList()));
    }

    private Delivery delivery(SQSEvent.SQSMessage message) {
        var sentAt = Instant.ofEpochMilli(Long.parseLong(message.getAttributes().get("SentTimestamp")));
        return new Delivery(
                message.getMessageId(),
                sentAt,
                switch (Messages.open(envelopes, message)) {
                    case EnvelopeReader.Reading.Genuine(var envelope) -> new Delivery.Content.Sealed(envelope);
                    case EnvelopeReader.Reading.Unsealed unsealed ->
                        new Delivery.Content.Dropped(producers, Body.of(message.getBody()));
                    case EnvelopeReader.Reading.Forged(var why) -> new Delivery.Content.Forged(why);
                });
    }
}
