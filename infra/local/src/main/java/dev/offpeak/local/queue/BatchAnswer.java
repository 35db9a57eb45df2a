package dev.offpeak.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Which messages of a batch a function failed, by Lambda's rules for `ReportBatchItemFailures`
/// (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
final class BatchAnswer {

    private static final JsonMapper JSON = new JsonMapper();

    private BatchAnswer() {}

    /// An answer without a list is a success; one with an empty, missing or unknown identifier fails the whole batch.
    static Set<String> failures(byte[] payload, Set<String> sent) {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (IOException notJson) {
            return sent;
        }
        JsonNode list = answer.path("batchItemFailures");
        if (answer.isMissingNode() || answer.isNull() || list.isMissingNode() || list.isNull()) {
            return Set.of();
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode item : list) {
            String id = item.path("itemIdentifier").asText("");
            if (!sent.contains(id)) {
                return sent;
            }
            failed.add(id);
        }
        return list.isArray() ? failed : sent;
    }
}
