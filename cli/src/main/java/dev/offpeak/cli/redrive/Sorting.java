package dev.offpeak.cli.redrive;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Decides for each dead letter how it goes back and stays the same job. Pure.
///
/// A message that carries no name is known by the id SQS gave it, and a message that is sent again gets another one. So
/// it goes back sealed, with the id that intake derived from the first.
final class Sorting {
    private final EnvelopeReader envelopes;
    private final JobIds ids;
    private final TenantId producers;
    private final JobReader reader = new JobReader();

    /// @param producers whose jobs are those that producers drop on the queue themselves
    Sorting(EnvelopeReader envelopes, JobIds ids, TenantId producers) {
        this.envelopes = envelopes;
        this.ids = ids;
        this.producers = producers;
    }

    Way sort(DeadLetter letter) {
        return switch (envelopes.read(letter.body(), letter.attributes())) {
            case EnvelopeReader.Reading.Genuine(var envelope) ->
                new Way.AsItIs(letter.isExpress() ? Way.Queue.EXPRESS : Way.Queue.JOBS, envelope.id());
            case EnvelopeReader.Reading.Forged(var why) ->
                new Way.Stays("it claims to come from Offpeak and does not: " + why);
            case EnvelopeReader.Reading.Unsealed unsealed
            when letter.isExpress() -> new Way.Stays("only Offpeak itself may write to the express queue");
            case EnvelopeReader.Reading.Unsealed unsealed -> dropped(letter);
        };
    }

    private Way dropped(DeadLetter letter) {
        byte[] body = letter.body().getBytes(StandardCharsets.UTF_8);
        return switch (reader.read(body, 0, body.length)) {
            case Reading.NotJson(var why) -> new Way.Stays("it can never be read: " + why);
            case Reading.Flawed flawed -> dropped(letter, flawed.reference());
            case Reading.Sound(var spec)
            when spec.waiting().orElse(false) ->
                // sealed, it would count as a job of the gateway, which may have dropped the wait
                new Way.Stays("nobody can wait on a queue, and intake says so to every such job");
            case Reading.Sound(var spec) -> dropped(letter, spec.reference());
        };
    }

    private Way dropped(DeadLetter letter, Optional<String> reference) {
        return reference
                .<Way>map(name -> new Way.AsItIs(
                        Way.Queue.JOBS, ids.ofReference(producers, name).value()))
                .orElseGet(() -> new Way.Sealed(new Envelope(
                        Envelope.Kind.JOB,
                        ids.ofMessage(producers, letter.id()).value(),
                        producers,
                        letter.sentAt(),
                        1,
                        Body.of(letter.body()))));
    }
}
