package dev.offpeak.local.cloud;

import dev.offpeak.local.template.Template.Index;
import dev.offpeak.local.template.Template.Key;
import dev.offpeak.local.template.Template.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Creates one table with its indexes and time to live.
final class TableProvisioner {

    private final DynamoDbClient dynamoDb;

    TableProvisioner(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    void provision(Table table) {
        String name = LocalNames.name(table.id());
        try {
            dynamoDb.createTable(request(table, name));
        } catch (ResourceInUseException kept) {
            // Kept from an earlier run.
        }
        try (var waiter = dynamoDb.waiter()) {
            waiter.waitUntilTableExists(request -> request.tableName(name));
        }
        table.ttlAttribute().ifPresent(attribute -> expire(name, attribute));
    }

    // Turning it on a second time is an error, so it is looked up first.
    private void expire(String name, String attribute) {
        TimeToLiveDescription now =
                dynamoDb.describeTimeToLive(request -> request.tableName(name)).timeToLiveDescription();
        if (now.timeToLiveStatus() != TimeToLiveStatus.ENABLED) {
            dynamoDb.updateTimeToLive(request -> request.tableName(name)
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(attribute)));
        }
    }

    private static CreateTableRequest request(Table table, String name) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(schema(table.partition(), table.sort()))
                .attributeDefinitions(keys(table)
                        .distinct()
                        .map(key -> AttributeDefinition.builder()
                                .attributeName(key.name())
                                .attributeType(key.type())
                                .build())
                        .toList());
        if (!table.indexes().isEmpty()) {
            request.globalSecondaryIndexes(
                    table.indexes().stream().map(TableProvisioner::index).toList());
        }
        return request.build();
    }

    private static Stream<Key> keys(Table table) {
        Stream<Key> own = Stream.concat(Stream.of(table.partition()), table.sort().stream());
        Stream<Key> ofIndexes = table.indexes().stream()
                .flatMap(index -> Stream.concat(Stream.of(index.partition()), index.sort().stream()));
        return Stream.concat(own, ofIndexes);
    }

    private static GlobalSecondaryIndex index(Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(schema(index.partition(), index.sort()))
                .projection(projection -> projection.projectionType(index.projection()))
                .build();
    }

    private static List<KeySchemaElement> schema(Key partition, Optional<Key> sort) {
        List<KeySchemaElement> schema = new ArrayList<>();
        schema.add(element(partition, KeyType.HASH));
        sort.ifPresent(key -> schema.add(element(key, KeyType.RANGE)));
        return schema;
    }

    private static KeySchemaElement element(Key key, KeyType type) {
        return KeySchemaElement.builder()
                .attributeName(key.name())
                .keyType(type)
                .build();
    }
}
