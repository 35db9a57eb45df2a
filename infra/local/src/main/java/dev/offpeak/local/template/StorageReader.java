package dev.offpeak.local.template;

import dev.offpeak.local.template.Template.Index;
import dev.offpeak.local.template.Template.Key;
import dev.offpeak.local.template.Template.Redrive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads tables, queues and buckets.
final class StorageReader {

    private static final Set<String> TABLE = Set.of(
            "BillingMode",
            "AttributeDefinitions",
            "KeySchema",
            "GlobalSecondaryIndexes",
            "TimeToLiveSpecification",
            "SSESpecification",
            "PointInTimeRecoverySpecification");
    private static final Set<String> QUEUE = Set.of(
            "VisibilityTimeout",
            "MessageRetentionPeriod",
            "MaximumMessageSize",
            "SqsManagedSseEnabled",
            "RedrivePolicy");
    private static final Set<String> BUCKET =
            Set.of("PublicAccessBlockConfiguration", "OwnershipControls", "BucketEncryption", "LifecycleConfiguration");

    private StorageReader() {}

    static Template.Table table(String id, Node properties) {
        properties.knows(TABLE);
        Map<String, String> types = properties.at("AttributeDefinitions").list().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.at("AttributeName").string(),
                        attribute -> attribute.at("AttributeType").string()));
        List<Index> indexes = properties.find("GlobalSecondaryIndexes").map(Node::list).orElse(List.of()).stream()
                .map(index -> index(index, types))
                .toList();
        Optional<String> ttl = properties
                .find("TimeToLiveSpecification")
                .filter(node -> node.at("Enabled").bool())
                .map(node -> node.at("AttributeName").string());
        Node keys = properties.at("KeySchema");
        return new Template.Table(id, partition(keys, types), key(keys, "RANGE", types), indexes, ttl);
    }

    static Template.Queue queue(String id, Node properties) {
        properties.knows(QUEUE);
        Optional<Redrive> redrive = properties
                .find("RedrivePolicy")
                .map(policy -> new Redrive(
                        policy.at("deadLetterTargetArn").resource(),
                        policy.at("maxReceiveCount").integer()));
        return new Template.Queue(
                id,
                Duration.ofSeconds(number(properties, "VisibilityTimeout", 30)),
                Duration.ofSeconds(number(properties, "MessageRetentionPeriod", 345_600)),
                number(properties, "MaximumMessageSize", 1_048_576),
                redrive);
    }

    static Template.Bucket bucket(String id, Node properties) {
        properties.knows(BUCKET);
        return new Template.Bucket(id);
    }

    private static Index index(Node index, Map<String, String> types) {
        index.knows(Set.of("IndexName", "KeySchema", "Projection"));
        Node keys = index.at("KeySchema");
        String projection = index.at("Projection").at("ProjectionType").string();
        return new Index(index.at("IndexName").string(), partition(keys, types), key(keys, "RANGE", types), projection);
    }

    private static Key partition(Node keys, Map<String, String> types) {
        return key(keys, "HASH", types).orElseThrow(() -> new TemplateException(keys.path(), "no HASH key"));
    }

    private static Optional<Key> key(Node keys, String role, Map<String, String> types) {
        return keys.list().stream()
                .filter(key -> key.at("KeyType").string().equals(role))
                .map(key -> key.at("AttributeName").string())
                .map(name -> new Key(
                        name,
                        Optional.ofNullable(types.get(name))
                                .orElseThrow(() ->
                                        new TemplateException(keys.path(), name + " has no AttributeDefinition"))))
                .findFirst();
    }

    private static int number(Node properties, String name, int fallback) {
        return properties.find(name).map(Node::integer).orElse(fallback);
    }
}
