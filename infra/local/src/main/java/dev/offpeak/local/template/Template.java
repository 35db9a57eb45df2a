package dev.offpeak.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What `infra/template.yaml` describes, as far as a local run plays it. Ids are the template's logical ids.
public record Template(
        List<Table> tables, List<Queue> queues, List<Bucket> buckets, List<Function> functions, List<Route> routes) {

    public Template {
        tables = List.copyOf(tables);
        queues = List.copyOf(queues);
        buckets = List.copyOf(buckets);
        functions = List.copyOf(functions);
        routes = List.copyOf(routes);
    }

    public record Table(
            String id, Key partition, Optional<Key> sort, List<Index> indexes, Optional<String> ttlAttribute) {
        public Table {
            indexes = List.copyOf(indexes);
        }
    }

    /// A key attribute and its DynamoDB type: `S`, `N` or `B`.
    public record Key(String name, String type) {}

    public record Index(String name, Key partition, Optional<Key> sort, String projection) {}

    public record Queue(
            String id, Duration visibility, Duration retention, int maxMessageBytes, Optional<Redrive> redrive) {}

    /// After `maxReceives` receives without a delete, a message moves to the queue with this id.
    public record Redrive(String deadLetterQueue, int maxReceives) {}

    public record Bucket(String id) {}

    public record Function(
            String id, Code code, Map<String, Text> environment, List<QueueTrigger> queues, List<Schedule> schedules) {
        public Function {
            environment = Map.copyOf(environment);
            queues = List.copyOf(queues);
            schedules = List.copyOf(schedules);
        }
    }

    /// The package of a function, relative to the template, and what it may use.
    public record Code(
            String uri, String handler, int memoryMegabytes, Duration timeout, OptionalInt reservedConcurrency) {}

    public record QueueTrigger(
            String id,
            String queue,
            int batchSize,
            Duration window,
            boolean partialResponses,
            OptionalInt maxConcurrency) {}

    public record Schedule(String id, Duration rate, String input) {}

    /// One method of the REST API; the path is the resource path, such as `/{proxy+}`.
    ///
    /// @param streams whether answers pass while the function writes them
    public record Route(String path, String method, String function, Duration timeout, boolean streams) {}
}
