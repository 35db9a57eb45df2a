package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.seconds;
import static dev.offpeak.aws.Attributes.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Idempotency keys in DynamoDB. A key lies there as its digest, so it may be any text of any length.
public final class DynamoKeyStore implements KeyStore {
    private final DynamoDbClient dynamo;
    private final Tables tables;

    public DynamoKeyStore(DynamoDbClient dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    @Override
    public Claim claim(TenantId tenant, String key, Claim claim, Instant expires) {
        try {
            var _ = dynamo.putItem(put -> put.tableName(tables.keys())
                    .item(Map.of(
                            "id", text(tenant + "#" + digest(key)),
                            "job", text(claim.id()),
                            "acc", seconds(claim.acceptedAt()),
                            "print", text(claim.fingerprint()),
                            "ttl", expiry(expires)))
                    // DynamoDB may take days to delete what has expired
                    .conditionExpression("attribute_not_exists(id) OR #ttl <= :now")
                    .expressionAttributeNames(Map.of("#ttl", "ttl"))
                    .expressionAttributeValues(
                            Map.of(":now", number(claim.acceptedAt().getEpochSecond())))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return claim;
        } catch (ConditionalCheckFailedException e) {
            var standing = new Row(e.item());
            return new Claim(standing.text("job"), standing.seconds("acc"), standing.text("print"));
        }
    }

    private static String digest(String key) {
        try {
            return Base32.encode(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
