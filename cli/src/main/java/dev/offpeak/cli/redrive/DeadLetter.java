package dev.offpeak.cli.redrive;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A message in the dead queue.
///
/// @param id SQS' own, which it has had since it was first sent
/// @param attributes its string attributes
/// @param source the queue it failed in last, such as `offpeak-jobs-dlq`, where SQS says so
record DeadLetter(String id, String body, Map<String, String> attributes, Instant sentAt, Optional<String> source) {
    DeadLetter {
        attributes = Map.copyOf(attributes);
    }

    boolean isExpress() {
        return source.filter(name -> name.contains("express")).isPresent();
    }
}
