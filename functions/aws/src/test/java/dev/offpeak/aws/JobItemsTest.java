package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState;
import dev.offpeak.testkit.Samples;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class JobItemsTest {
    private static final int WRITE_UNIT = 1024;

    @Test
    void a_batch_jobs_row_costs_one_write_unit_from_staging_to_its_end() {
        var staged = JobItems.item(Samples.job(Samples.staged()));
        assertThat(size(staged)).isLessThan(WRITE_UNIT / 2);

        var settled = new HashMap<>(staged);
        settled.putAll(JobItems.item(Samples.succeeded(1)));
        assertThat(size(settled)).isLessThan(WRITE_UNIT * 3 / 4);

        settled.putAll(JobItems.item(Samples.ended(Ending.FAILED, 1)));
        assertThat(size(settled)).isLessThan(WRITE_UNIT);
    }

    @Test
    void a_refused_jobs_row_costs_one_write_unit_with_the_longest_message_a_provider_is_quoted_with() {
        var refused = Samples.refused(1);
        var item = new HashMap<>(JobItems.item(Samples.job(Samples.staged())));
        item.putAll(JobItems.item(refused));
        item.put("msg", Attributes.text("m".repeat(300) + "…"));
        assertThat(size(item)).isLessThan(WRITE_UNIT);
    }

    @Test
    void a_failed_jobs_row_of_before_refusals_were_kept_reads_as_one_without_an_answer() {
        var row = Samples.job(Samples.ended(Ending.FAILED, 1));
        var item = JobItems.item(row);
        assertThat(item).doesNotContainKeys("sts", "obj", "off", "len", "body");
        assertThat(JobItems.row(new Row(item))).isEqualTo(row);
    }

    @Test
    void a_followers_row_is_small_and_has_no_attempt_that_an_event_could_be_meant_for() {
        var item = JobItems.item(Samples.job(new JobState.Following(Samples.jobId(Samples.tenant()))));
        assertThat(size(item)).isLessThan(WRITE_UNIT / 2);
        assertThat(item).doesNotContainKey(JobItems.ATTEMPT);
    }

    @Test
    void a_row_outlives_its_deadline_by_five_weeks() {
        var row = Samples.job(Samples.staged());
        var deadline = row.particulars().orElseThrow().deadline();
        assertThat(new Row(JobItems.item(row)).number("ttl"))
                .isEqualTo(deadline.plusSeconds(35 * 86_400).getEpochSecond() + 1);
    }

    @Test
    void a_statement_is_far_from_its_longest() {
        var statement = JobUpdate.of(new JobEvent.Retry(1, new JobState.Express(2)))
                .statement("jobs", Samples.jobId(Samples.tenant()));
        assertThat(statement.statement())
                .isEqualTo("UPDATE \"jobs\" SET \"attempt\"=? REMOVE \"segment\" REMOVE \"line\" REMOVE \"intent\""
                        + " WHERE \"id\"=? AND \"ending\" IS MISSING AND \"attempt\"=?");
    }

    // the rules DynamoDB counts by: names and texts in UTF-8, a number half a byte a digit and a byte more
    private static int size(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> attribute.getKey().length() + size(attribute.getValue()))
                .sum();
    }

    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s().getBytes(UTF_8).length;
            case N -> (value.n().length() + 1) / 2 + 1;
            case B -> value.b().asByteArrayUnsafe().length;
            case L -> 3 + value.l().stream().mapToInt(one -> 1 + size(one)).sum();
            default -> throw new IllegalArgumentException("no job row has a " + value.type());
        };
    }
}
