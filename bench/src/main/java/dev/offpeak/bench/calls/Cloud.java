package dev.offpeak.bench.calls;

import dev.offpeak.aws.Tables;
import dev.offpeak.emulators.EmulatorKind;
import dev.offpeak.emulators.EmulatorProcess;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The emulators, and clients of them.
public final class Cloud implements AutoCloseable {
    private final EmulatorProcess dynamo = EmulatorProcess.start(EmulatorKind.DYNAMODB);
    private final EmulatorProcess sqs = EmulatorProcess.start(EmulatorKind.SQS);
    private final EmulatorProcess s3 = EmulatorProcess.start(EmulatorKind.S3);
    private final AtomicInteger runs = new AtomicInteger();

    /// Fresh tables, a queue and a bucket.
    public record Resources(Tables tables, String queue, String bucket) {}

    public DynamoDbClient dynamo(ExecutionInterceptor... interceptors) {
        return client(DynamoDbClient.builder(), dynamo.endpoint(), interceptors);
    }

    public SqsClient sqs(ExecutionInterceptor... interceptors) {
        return client(SqsClient.builder(), sqs.endpoint(), interceptors);
    }

    public S3Client s3(ExecutionInterceptor... interceptors) {
        return client(S3Client.builder().forcePathStyle(true), s3.endpoint(), interceptors);
    }

    /// As in `infra/template.yaml`.
    public Resources resources() {
        int run = runs.incrementAndGet();
        var tables = new Tables("jobs-" + run, "work-" + run, "ledger-" + run, "keys-" + run);
        create(table(tables.jobs(), "id"));
        create(table(tables.work(), "id", "queue", "due")
                .keySchema(key("id", KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(Tables.DUE)
                        .keySchema(key("queue", KeyType.HASH), key("due", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
        create(table(tables.ledger(), "scope", "line")
                .keySchema(key("scope", KeyType.HASH), key("line", KeyType.RANGE)));
        var queue =
                sqs().createQueue(create -> create.queueName("queue-" + run)).queueUrl();
        var _ = s3().createBucket(create -> create.bucket("bucket-" + run));
        return new Resources(tables, queue, "bucket-" + run);
    }

    @Override
    public void close() {
        dynamo.close();
        sqs.close();
        s3.close();
    }

    private void create(CreateTableRequest.Builder table) {
        var _ = dynamo().createTable(
                        table.billingMode(BillingMode.PAY_PER_REQUEST).build());
    }

    private static CreateTableRequest.Builder table(String name, String... attributes) {
        return CreateTableRequest.builder()
                .tableName(name)
                .keySchema(key(attributes[0], KeyType.HASH))
                .attributeDefinitions(Arrays.stream(attributes)
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .toList());
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, ExecutionInterceptor... interceptors) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")))
                .httpClient(ApacheHttpClient.builder().build())
                .overrideConfiguration(override -> {
                    for (var interceptor : interceptors) {
                        override.addExecutionInterceptor(interceptor);
                    }
                })
                .build();
    }
}
