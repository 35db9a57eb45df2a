package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.bytes;
import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.numbers;
import static dev.offpeak.aws.Attributes.put;
import static dev.offpeak.aws.Attributes.seconds;
import static dev.offpeak.aws.Attributes.text;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Job rows as DynamoDB items and back. Attribute names are short because every row pays for them: a row must stay
/// under the 1 KB of one write unit.
final class JobItems {
    static final String ID = "id";
    static final String ATTEMPT = "attempt";
    static final String SEGMENT = "segment";
    static final String LINE = "line";
    static final String INTENT = "intent";
    static final String LEADER = "leader";
    static final String ENDING = "ending";

    static final List<String> ANSWER = List.of("sts", "body", "obj", "off", "len");

    /// How long a row is kept after its deadline: 28 days, and the week an idempotency key may still point to it.
    static final Duration KEPT = Duration.ofDays(28 + 7);

    private JobItems() {}

    static Map<String, AttributeValue> item(JobRow row) {
        var item = new LinkedHashMap<String, AttributeValue>();
        item.put(ID, text(row.id()));
        item.put("tnt", text(row.tenant()));
        item.put("acc", seconds(row.acceptedAt()));
        row.particulars().ifPresent(particulars -> addTo(item, particulars));
        item.putAll(item(row.state()));
        item.put(
                "ttl",
                expiry(row.particulars()
                        .map(JobRow.Particulars::deadline)
                        .orElse(row.acceptedAt())
                        .plus(KEPT)));
        return item;
    }

    /// The attributes a state is made of; those of an earlier state that are not among them do not count.
    static Map<String, AttributeValue> item(JobState state) {
        var item = new LinkedHashMap<String, AttributeValue>();
        switch (state) {
            case Staged(var attempt, var segment, var line) -> {
                item.put(ATTEMPT, number(attempt));
                item.put(SEGMENT, text(segment));
                item.put(LINE, number(line));
            }
            case Express(var attempt, var intent) -> {
                item.put(ATTEMPT, number(attempt));
                intent.ifPresent(made -> item.put(INTENT, item(made)));
            }
            case Following(var leader) -> item.put(LEADER, text(leader));
            case Settled settled -> addTo(item, settled);
        }
        return item;
    }

    static JobRow row(Row row) {
        return new JobRow(
                new JobId(row.text(ID)),
                new TenantId(row.text("tnt")),
                row.seconds("acc"),
                row.has("prv") ? Optional.of(particulars(row)) : Optional.empty(),
                state(row));
    }

    static AttributeValue item(JobState.Intent intent) {
        return AttributeValue.fromL(List.of(seconds(intent.at()), seconds(intent.leaseUntil())));
    }

    static Map<String, AttributeValue> item(JobState.Reason reason) {
        return Map.of("code", text(reason.code()), "msg", text(reason.message()));
    }

    private static void addTo(Map<String, AttributeValue> item, JobRow.Particulars particulars) {
        item.put("prv", text(particulars.provider()));
        item.put("end", text(particulars.endpoint()));
        item.put("mdl", text(particulars.model()));
        item.put("lane", text(particulars.lane()));
        item.put("why", text(particulars.why()));
        item.put("due", seconds(particulars.deadline()));
        put(item, "lbl", particulars.label());
        put(item, "grp", particulars.group());
        // what most jobs want is not written
        if (particulars.terms().onLate() != Terms.DEFAULT.onLate()) {
            item.put("late", text(particulars.terms().onLate()));
        }
        if (particulars.terms().onDoubt() != Terms.DEFAULT.onDoubt()) {
            item.put("dbt", text(particulars.terms().onDoubt()));
        }
        if (particulars.terms().share()) {
            item.put("shr", AttributeValue.fromBool(true));
        }
    }

    private static void addTo(Map<String, AttributeValue> item, Settled settled) {
        item.put(ENDING, text(settled.ending()));
        item.put(ATTEMPT, number(settled.attempt()));
        item.put("by", text(settled.by()));
        item.put("at", seconds(settled.at()));
        settled.answer().ifPresent(answer -> addTo(item, answer));
        if (!settled.usage().equals(Usage.NONE)) {
            addTo(item, settled.usage());
        }
        settled.cost().ifPresent(cost -> {
            item.put("paid", number(cost.paid().value()));
            item.put("std", number(cost.standard().value()));
        });
        settled.underWay().ifPresent(call -> item.put(INTENT, item(call)));
        settled.reason().map(JobItems::item).ifPresent(item::putAll);
    }

    private static void addTo(Map<String, AttributeValue> item, Answer answer) {
        item.put("sts", number(answer.status()));
        switch (answer) {
            case Answer.Inline inline -> item.put("body", bytes(inline.body().toBytes()));
            case Answer.Stored stored -> {
                item.put("obj", text(stored.object()));
                item.put("off", number(stored.offset()));
                item.put("len", number(stored.length()));
            }
        }
    }

    private static void addTo(Map<String, AttributeValue> item, Usage usage) {
        item.put(
                "use",
                numbers(usage.input(), usage.cacheRead(), usage.cacheWrite(), usage.cacheWriteLong(), usage.output()));
        item.put("tier", text(usage.tier()));
    }

    private static JobRow.Particulars particulars(Row row) {
        return new JobRow.Particulars(
                new ProviderId(row.text("prv")),
                new Endpoint(row.text("end")),
                row.text("mdl"),
                Lane.valueOf(row.text("lane")),
                row.text("why"),
                row.seconds("due"),
                row.maybeText("lbl"),
                row.maybeText("grp"),
                new Terms(
                        row.maybeText("late").map(OnLate::valueOf).orElse(Terms.DEFAULT.onLate()),
                        row.maybeText("dbt").map(OnDoubt::valueOf).orElse(Terms.DEFAULT.onDoubt()),
                        row.has("shr")));
    }

    private static JobState state(Row row) {
        if (row.has(LEADER)) {
            return new Following(new JobId(row.text(LEADER)));
        }
        int attempt = row.integer(ATTEMPT);
        // a settled row keeps where it was before: asked first, the ending decides
        if (row.has(ENDING)) {
            return settled(row, attempt);
        }
        return row.has(SEGMENT)
                ? new Staged(attempt, new SegmentId(row.text(SEGMENT)), row.integer(LINE))
                : new Express(attempt, intent(row));
    }

    private static Optional<JobState.Intent> intent(Row row) {
        if (!row.has(INTENT)) {
            return Optional.empty();
        }
        var times = row.allSeconds(INTENT);
        return Optional.of(new JobState.Intent(times.get(0), times.get(1)));
    }

    private static Settled settled(Row row, int attempt) {
        var settled = new Settled(
                Ending.valueOf(row.text(ENDING)),
                attempt,
                row.text("by"),
                row.seconds("at"),
                answer(row),
                usage(row),
                cost(row),
                row.maybeText("code").map(code -> new JobState.Reason(code, row.text("msg"))));
        // what a row keeps of a call that settled it tells nothing new
        return settled.isDirect() ? settled : settled.with(intent(row));
    }

    private static Optional<Cost> cost(Row row) {
        return row.has("paid")
                ? Optional.of(new Cost(new NanoDollars(row.count("paid")), new NanoDollars(row.count("std"))))
                : Optional.empty();
    }

    private static Optional<Answer> answer(Row row) {
        if (row.has("body")) {
            return Optional.of(new Answer.Inline(row.integer("sts"), Body.of(row.bytes("body"))));
        }
        if (row.has("obj")) {
            return Optional.of(
                    new Answer.Stored(row.integer("sts"), row.text("obj"), row.number("off"), row.integer("len")));
        }
        return Optional.empty();
    }

    private static Usage usage(Row row) {
        if (!row.has("use")) {
            return Usage.NONE;
        }
        var tokens = row.numbers("use");
        return new Usage(
                tokens.get(0),
                tokens.get(1),
                tokens.get(2),
                tokens.get(3),
                tokens.get(4),
                Usage.Tier.valueOf(row.text("tier")));
    }
}
