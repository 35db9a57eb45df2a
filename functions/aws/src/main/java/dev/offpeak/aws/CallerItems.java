package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.numbers;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.surface.BatchInput;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Course;
import dev.offpeak.core.surface.CallerBatch.Made;
import dev.offpeak.core.surface.CallerBatch.Order;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.Flaw;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.core.surface.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Callers' batches and files as DynamoDB items and back. Each is on its owner's list while it is to be seen there.
final class CallerItems {
    private CallerItems() {}

    static String id(CallerName batch) {
        return "caller-batch#" + batch;
    }

    static String id(CallerIds.Kind kind, CallerName file) {
        return "caller-file#" + file + "#" + kind;
    }

    static String batches(TenantId tenant, ProviderId provider) {
        return "surface#" + tenant + "#" + provider;
    }

    static String files(TenantId tenant, ProviderId provider) {
        return "files#" + tenant + "#" + provider;
    }

    /// A stretch of one list.
    static QueryRequest stretch(String table, String queue, Stretch stretch) {
        if (stretch.newer()) {
            return stretch.from()
                    .map(from -> Items.dueAfter(table, queue, from))
                    .orElseGet(() -> Items.allOf(table, queue));
        }
        return Items.newest(stretch.from()
                .map(from -> Items.dueBefore(table, queue, from))
                .orElseGet(() -> Items.allOf(table, queue)));
    }

    static Map<String, AttributeValue> item(CallerBatch batch) {
        var item = new HashMap<String, AttributeValue>();
        var what = batch.what();
        item.put(WorkItems.ID, text(id(batch.name())));
        item.put("name", text(batch.name()));
        item.put("tenant", text(batch.tenant()));
        item.put("provider", text(what.provider()));
        item.put("endpoint", text(what.endpoint()));
        item.put("created", time(what.createdAt()));
        item.put("expires", time(what.expiresAt()));
        item.put("lines", numbers(what.lines(), what.parts()));
        what.input().ifPresent(input -> addTo(item, input));
        addTo(item, batch.course());
        if (batch.isListed()) {
            item.put(WorkItems.QUEUE, text(batches(batch.tenant(), what.provider())));
            item.put(WorkItems.DUE, text(batch.place()));
        }
        item.put(WorkItems.VERSION, number(batch.version()));
        item.put(WorkItems.TTL, expiry(batch.goneAt()));
        return item;
    }

    static CallerBatch batch(Row row) {
        var lines = row.numbers("lines");
        var order = new Order(
                new ProviderId(row.text("provider")),
                new Endpoint(row.text("endpoint")),
                row.time("created"),
                row.time("expires"),
                Math.toIntExact(lines.get(0)),
                Math.toIntExact(lines.get(1)),
                row.maybeText("input").map(file -> input(row, file)));
        return new CallerBatch(
                new CallerName(row.text("name")),
                new TenantId(row.text("tenant")),
                order,
                course(row),
                row.number(WorkItems.VERSION));
    }

    private static void addTo(Map<String, AttributeValue> item, BatchInput input) {
        item.put("input", text(input.file()));
        Attributes.put(item, "model", input.model());
        input.outputLife().ifPresent(life -> item.put("life", number(life.toSeconds())));
        if (!input.metadata().isEmpty()) {
            var pairs = new HashMap<String, AttributeValue>();
            input.metadata().forEach((key, value) -> pairs.put(key, text(value)));
            item.put("metadata", AttributeValue.fromM(pairs));
        }
        if (!input.flaws().isEmpty()) {
            item.put(
                    "flaws",
                    AttributeValue.fromL(
                            input.flaws().stream().map(CallerItems::flaw).toList()));
        }
    }

    private static BatchInput input(Row row, String file) {
        return new BatchInput(
                file,
                row.maybeText("model"),
                row.has("life") ? Optional.of(Duration.ofSeconds(row.number("life"))) : Optional.empty(),
                row.has("metadata") ? row.textMap("metadata") : Map.of(),
                row.has("flaws") ? flaws(row) : List.of());
    }

    private static void addTo(Map<String, AttributeValue> item, Course course) {
        put(item, "sent", course.sentAt());
        Attributes.put(item, "progress", course.progress());
        var tally = course.tally();
        item.put("tally", numbers(tally.succeeded(), tally.errored(), tally.canceled(), tally.expired()));
        put(item, "canceled", course.cancelAt());
        put(item, "settled", course.settledAt());
        var made = course.made();
        item.put("made", numbers(made.lines(), made.outputBytes(), made.errorBytes()));
        Attributes.put(item, "parts", made.parts());
        made.usage().ifPresent(usage -> item.put("usage", usage(usage)));
        put(item, "ended", course.endedAt());
        if (course.hidden()) {
            item.put("hidden", AttributeValue.fromBool(true));
        }
    }

    private static Course course(Row row) {
        var tally = row.numbers("tally").stream().mapToInt(Math::toIntExact).toArray();
        var made = row.numbers("made");
        return new Course(
                maybeTime(row, "sent"),
                row.maybeText("progress"),
                new Tally(tally[0], tally[1], tally[2], tally[3]),
                maybeTime(row, "canceled"),
                maybeTime(row, "settled"),
                new Made(Math.toIntExact(made.get(0)), row.maybeText("parts"), made.get(1), made.get(2), usage(row)),
                maybeTime(row, "ended"),
                row.has("hidden"));
    }

    private static AttributeValue usage(BatchUsage usage) {
        return numbers(usage.input(), usage.cached(), usage.output(), usage.reasoning());
    }

    private static Optional<BatchUsage> usage(Row row) {
        if (!row.has("usage")) {
            return Optional.empty();
        }
        var tokens = row.numbers("usage");
        return Optional.of(new BatchUsage(tokens.get(0), tokens.get(1), tokens.get(2), tokens.get(3)));
    }

    private static AttributeValue flaw(Flaw flaw) {
        var fields = new HashMap<String, AttributeValue>();
        fields.put("code", text(flaw.code()));
        fields.put("message", text(flaw.message()));
        Attributes.put(fields, "param", flaw.param());
        flaw.line().ifPresent(line -> fields.put("line", number(line)));
        return AttributeValue.fromM(fields);
    }

    private static List<Flaw> flaws(Row row) {
        return row.rows("flaws").stream()
                .map(flaw -> new Flaw(
                        flaw.text("code"),
                        flaw.text("message"),
                        flaw.maybeText("param"),
                        flaw.has("line") ? Optional.of(flaw.integer("line")) : Optional.empty()))
                .toList();
    }

    static Map<String, AttributeValue> item(CallerFile file) {
        var item = new HashMap<String, AttributeValue>();
        item.put(WorkItems.ID, text(id(file.kind(), file.name())));
        item.put("kind", text(file.kind()));
        item.put("name", text(file.name()));
        item.put("tenant", text(file.tenant()));
        item.put("provider", text(file.provider()));
        item.put("filename", text(file.facts().filename()));
        item.put("purpose", text(file.facts().purpose()));
        item.put("bytes", number(file.facts().bytes()));
        item.put("created", time(file.facts().createdAt()));
        put(item, "expires", file.facts().expiresAt());
        if (file.hidden()) {
            item.put("hidden", AttributeValue.fromBool(true));
        } else {
            item.put(WorkItems.QUEUE, text(files(file.tenant(), file.provider())));
            item.put(WorkItems.DUE, text(file.place()));
        }
        item.put(WorkItems.TTL, expiry(file.facts().createdAt().plus(WorkItems.KEPT)));
        return item;
    }

    static CallerFile file(Row row) {
        return new CallerFile(
                CallerIds.Kind.valueOf(row.text("kind")),
                new CallerName(row.text("name")),
                new TenantId(row.text("tenant")),
                new ProviderId(row.text("provider")),
                new CallerFile.Facts(
                        row.text("filename"),
                        row.text("purpose"),
                        row.number("bytes"),
                        row.time("created"),
                        maybeTime(row, "expires")),
                row.has("hidden"));
    }

    private static void put(Map<String, AttributeValue> item, String name, Optional<Instant> at) {
        at.ifPresent(instant -> item.put(name, time(instant)));
    }

    private static Optional<Instant> maybeTime(Row row, String name) {
        return row.has(name) ? Optional.of(row.time(name)) : Optional.empty();
    }
}
