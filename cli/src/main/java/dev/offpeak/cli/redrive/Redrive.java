package dev.offpeak.cli.redrive;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.HmacSigner;
import dev.offpeak.aws.SqsOutbox;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.Signer;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.queue.Seal;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends what lies in a stack's dead queue back to where it failed.
///
/// A letter is sent before it is deleted: a run that is cut off leaves some that are sent twice, which is one job
/// still.
public final class Redrive {
    /// The local stack's owner of what producers drop themselves.
    private static final TenantId PRODUCERS = new TenantId("default");

    private final SqsClient sqs;
    private final DeadQueue dead;
    private final Map<Way.Queue, String> urls;
    private final Sorting sorting;
    private final SqsOutbox jobs;

    /// @param idSecret of the stack, in base 64
    public Redrive(SqsClient sqs, RunningStack.Queues queues, String idSecret) {
        Signer signer = new HmacSigner(Base64.getDecoder().decode(idSecret));
        Seal seal = new Seal(signer);
        this.sqs = sqs;
        this.dead = new DeadQueue(sqs, queues.url("dead"));
        this.urls = Map.of(Way.Queue.JOBS, queues.url("jobs"), Way.Queue.EXPRESS, queues.url("express"));
        this.sorting = new Sorting(new EnvelopeReader(seal), new JobIds(signer), PRODUCERS);
        this.jobs = new SqsOutbox(sqs, queues.url("jobs"), seal);
    }

    /// What became of one letter, in words.
    ///
    /// @param moved whether it went, or would go
    public record Moved(boolean moved, String text) {}

    /// Sends all of them back, or only says what would happen to each.
    public void run(boolean dryRun, Consumer<Moved> tell) {
        dead.each(dryRun, letter -> {
            Way way = sorting.sort(letter);
            boolean sent = dryRun ? !(way instanceof Way.Stays) : send(letter, way);
            tell.accept(new Moved(sent, text(letter, way, sent || dryRun)));
            return sent;
        });
    }

    private boolean send(DeadLetter letter, Way way) {
        return switch (way) {
            case Way.AsItIs(var to, var job) -> again(letter, to);
            case Way.Sealed(var envelope) -> jobs.send(List.of(envelope)).getFirst();
            case Way.Stays stays -> false;
        };
    }

    private boolean again(DeadLetter letter, Way.Queue to) {
        try {
            sqs.sendMessage(send -> send.queueUrl(urls.get(to))
                    .messageBody(letter.body())
                    .messageAttributes(DeadQueue.attributes(letter.attributes())));
            return true;
        } catch (SdkException refused) {
            return false;
        }
    }

    private static String text(DeadLetter letter, Way way, boolean sent) {
        String which = "message " + letter.id();
        return which
                + switch (way) {
                    case Way.Stays(var why) -> " stays: " + why;
                    case Way.AsItIs(var to, var job)
                    when sent -> ": job " + job + " to " + to.name().toLowerCase(Locale.ROOT);
                    case Way.Sealed(var envelope)
                    when sent -> ": job " + envelope.id() + " to jobs, sealed, as it has no id of its own";
                    case Way.AsItIs other -> " stays: SQS did not take it back, try again";
                    case Way.Sealed other -> " stays: SQS did not take it back, try again";
                };
    }
}
