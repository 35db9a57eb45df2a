package dev.offpeak.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The emulators of this test run: one process per kind, started when first asked for, ended with this JVM.
final class Emulators {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Map<EmulatorKind, EmulatorProcess> RUNNING = new EnumMap<>(EmulatorKind.class);
    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));

    private Emulators() {}

    static DynamoDbClient dynamo() {
        return Dynamo.CLIENT;
    }

    static SqsClient sqs() {
        return Sqs.CLIENT;
    }

    static S3Client s3() {
        return S3.CLIENT;
    }

    /// Skips the test when the emulators were not built.
    static void assumeBuilt() {
        assumeTrue(
                System.getProperty("offpeak.emulators.lib") != null || isAboveHere("infra/emulators/target/lib"),
                "the emulators are not built: ./mvnw -pl infra/emulators package");
    }

    /// Fresh, empty tables of the shapes in docs/data-model.md.
    static Tables tables() {
        int number = COUNTER.incrementAndGet();
        var tables = new Tables("jobs-" + number, "work-" + number, "ledger-" + number, "keys-" + number);
        create(keyed(tables.jobs(), "id"));
        create(keyed(tables.keys(), "id"));
        create(keyed(tables.work(), "id")
                .attributeDefinitions(text("id"), text("queue"), text("due"))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(Tables.DUE)
                        .keySchema(key("queue", KeyType.HASH), key("due", KeyType.RANGE))
                        .projection(Projection.builder()
                                .projectionType(ProjectionType.ALL)
                                .build())
                        .build()));
        create(keyed(tables.ledger(), "scope")
                .attributeDefinitions(text("scope"), text("line"))
                .keySchema(key("scope", KeyType.HASH), key("line", KeyType.RANGE)));
        return tables;
    }

    static String queue() {
        var name = "queue-" + COUNTER.incrementAndGet();
        return sqs().createQueue(create -> create.queueName(name)).queueUrl();
    }

    static String bucket() {
        var name = "bucket-" + COUNTER.incrementAndGet();
        var _ = s3().createBucket(create -> create.bucket(name));
        return name;
    }

    private static void create(CreateTableRequest.Builder table) {
        var _ = dynamo().createTable(
                        table.billingMode(BillingMode.PAY_PER_REQUEST).build());
    }

    private static CreateTableRequest.Builder keyed(String table, String key) {
        return CreateTableRequest.builder()
                .tableName(table)
                .attributeDefinitions(text(key))
                .keySchema(key(key, KeyType.HASH));
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static synchronized URI endpoint(EmulatorKind kind) {
        assumeBuilt();
        return RUNNING.computeIfAbsent(kind, EmulatorProcess::start).endpoint();
    }

    private static SdkHttpClient http() {
        return ApacheHttpClient.builder().build();
    }

    private static boolean isAboveHere(String folder) {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .anyMatch(path -> Files.isDirectory(path.resolve(folder)));
    }

    private static final class Dynamo {
        static final DynamoDbClient CLIENT = DynamoDbClient.builder()
                .endpointOverride(endpoint(EmulatorKind.DYNAMODB))
                .region(Region.US_EAST_1)
                .credentialsProvider(NOBODY)
                .httpClient(http())
                .build();
    }

    private static final class Sqs {
        static final SqsClient CLIENT = SqsClient.builder()
                .endpointOverride(endpoint(EmulatorKind.SQS))
                .region(Region.US_EAST_1)
                .credentialsProvider(NOBODY)
                .httpClient(http())
                .build();
    }

    private static final class S3 {
        static final S3Client CLIENT = S3Client.builder()
                .endpointOverride(endpoint(EmulatorKind.S3))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(NOBODY)
                .httpClient(http())
                .build();
    }
}
