package dev.offpeak.local.cloud;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Clients of the three services at their local addresses.
public final class Cloud implements AutoCloseable {

    /// Any will do for the emulators; functions get the same.
    public static final String ACCESS_KEY = "local";

    public static final String SECRET_KEY = "local";

    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));

    private final Addresses addresses;
    private final SdkHttpClient http;
    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;
    private final S3Client s3;

    /// Where each service answers; with an external endpoint all three are the same.
    public record Addresses(URI dynamoDb, URI sqs, URI s3) {}

    public Cloud(Addresses addresses) {
        this.addresses = addresses;
        // Longer than SQS' longest poll, and room for every poller's parallel receives.
        this.http = ApacheHttpClient.builder()
                .maxConnections(64)
                .socketTimeout(Duration.ofSeconds(30))
                .connectionTimeout(Duration.ofSeconds(5))
                .build();
        this.dynamoDb = local(DynamoDbClient.builder(), addresses.dynamoDb()).build();
        this.sqs = local(SqsClient.builder(), addresses.sqs()).build();
        this.s3 = local(S3Client.builder(), addresses.s3()).forcePathStyle(true).build();
    }

    public Addresses addresses() {
        return addresses;
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public SqsClient sqs() {
        return sqs;
    }

    public S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        dynamoDb.close();
        sqs.close();
        s3.close();
        http.close();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B local(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(http);
    }
}
