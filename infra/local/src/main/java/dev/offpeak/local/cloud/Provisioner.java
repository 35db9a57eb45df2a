package dev.offpeak.local.cloud;

import dev.offpeak.emulators.Pace;
import dev.offpeak.local.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// Creates the template's tables, queues and bucket where they are missing; run twice it changes nothing.
public final class Provisioner {

    private static final int MOST_RECEIVES = 1_000;

    private final Cloud cloud;
    private final Template template;
    private final Pace pace;

    public Provisioner(Cloud cloud, Template template, Pace pace) {
        this.cloud = cloud;
        this.template = template;
        this.pace = pace;
    }

    public LocalNames provision() {
        TableProvisioner tables = new TableProvisioner(cloud.dynamoDb());
        template.tables().forEach(tables::provision);
        template.buckets().forEach(bucket -> createBucket(cloud.s3(), LocalNames.name(bucket.id())));
        Map<String, String> urls = new TreeMap<>();
        for (Template.Queue queue : deadLettersFirst(template.queues())) {
            urls.put(queue.id(), createQueue(cloud.sqs(), queue));
        }
        return new LocalNames(template, urls);
    }

    // A redrive policy may only name a queue that exists, and that one may have a redrive policy of its own.
    private List<Template.Queue> deadLettersFirst(List<Template.Queue> queues) {
        List<Template.Queue> ordered = new ArrayList<>(queues);
        ordered.sort(Comparator.comparing(this::letters));
        return ordered;
    }

    private long letters(Template.Queue queue) {
        return Stream.iterate(Optional.of(queue), Optional::isPresent, from -> from.flatMap(this::deadLetterQueue))
                .count();
    }

    private Optional<Template.Queue> deadLetterQueue(Template.Queue queue) {
        return queue.redrive().flatMap(redrive -> queue(redrive.deadLetterQueue()));
    }

    private Optional<Template.Queue> queue(String id) {
        return template.queues().stream().filter(queue -> queue.id().equals(id)).findFirst();
    }

    // SQS counts the receives of each queue for itself. ElasticMQ counts on through all of them, so a dead letter would
    // be dead again at once unless what it went through is added.
    private int maxReceives(Template.Queue queue) {
        int before = template.queues().stream()
                .filter(source -> deadLetterQueue(source).filter(queue::equals).isPresent())
                .mapToInt(this::maxReceives)
                .max()
                .orElse(0);
        int own = queue.redrive().map(Template.Redrive::maxReceives).orElse(0);
        return Math.min(MOST_RECEIVES, before + own);
    }

    // Attributes are set on an existing queue as well, so that an edited template reaches kept data.
    private String createQueue(SqsClient sqs, Template.Queue queue) {
        String name = LocalNames.name(queue.id());
        Map<QueueAttributeName, String> attributes = attributes(queue);
        try {
            String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
            sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(attributes));
            return url;
        } catch (QueueDoesNotExistException missing) {
            return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                    .queueUrl();
        }
    }

    private Map<QueueAttributeName, String> attributes(Template.Queue queue) {
        Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
        attributes.put(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(pace.visibility(queue.visibility()).toSeconds()));
        attributes.put(
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                Long.toString(queue.retention().toSeconds()));
        attributes.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(queue.maxMessageBytes()));
        queue.redrive()
                .ifPresent(redrive -> attributes.put(QueueAttributeName.REDRIVE_POLICY, """
                {"deadLetterTargetArn":"%s","maxReceiveCount":"%d"}""".formatted(
                                LocalNames.queueArn(redrive.deadLetterQueue()), maxReceives(queue))));
        return attributes;
    }

    private static void createBucket(S3Client s3, String name) {
        try {
            s3.createBucket(request -> request.bucket(name));
        } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException kept) {
            // Kept from an earlier run; a bucket has no local settings to bring up to date.
        }
    }
}
