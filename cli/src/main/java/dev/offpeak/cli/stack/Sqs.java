package dev.offpeak.cli.stack;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The way to a running stack's queues.
public final class Sqs {
    private Sqs() {}

    /// As any producer would make one: the AWS SDK, and nothing of Offpeak.
    public static SqsClient client(RunningStack.Queues queues) {
        return SqsClient.builder()
                .endpointOverride(queues.service().url())
                .region(Region.of(RunningStack.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
