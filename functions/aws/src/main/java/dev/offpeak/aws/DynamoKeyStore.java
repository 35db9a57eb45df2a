package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.seconds;
import static dev.offpeak.aws.Attributes.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.Base32;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.wire.parallel.AtOnce;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Keys in DynamoDB. A key lies there as its digest, so it may be any text of any length.
public final class DynamoKeyStore implements KeyStore {
    /// How many are claimed at once: no call of DynamoDB's puts several under a condition of their own each.
    private static final int WIDTH = 16;

    /// An id that no claim has.
    private static final String NOBODY = "-";

    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final AtOnce parallel = new AtOnce(WIDTH);

    public DynamoKeyStore(DynamoDbClient dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    @Override
    public List<Claim> claim(List<Wish> wishes) {
        return parallel.map(wishes, this::claim);
    }

    private Claim claim(Wish wish) {
        var claim = wish.claim();
        try {
            var _ = dynamo.putItem(put -> put.tableName(tables.keys())
                    .item(Map.of(
                            "id", text(wish.tenant() + "#" + digest(wish.key())),
                            "job", text(claim.id()),
                            "acc", seconds(claim.acceptedAt()),
                            "print", text(claim.fingerprint()),
                            "ttl", expiry(wish.expires())))
                    // DynamoDB may take days to delete what has expired
                    .conditionExpression("attribute_not_exists(id) OR #ttl <= :now OR job = :over")
                    .expressionAttributeNames(Map.of("#ttl", "ttl"))
                    .expressionAttributeValues(Map.of(
                            ":now", number(claim.acceptedAt().getEpochSecond()),
                            ":over", text(wish.over().orElse(NOBODY))))
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
