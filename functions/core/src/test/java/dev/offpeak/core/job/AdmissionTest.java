package dev.offpeak.core.job;

import static dev.offpeak.core.Samples.CHAT;
import static dev.offpeak.core.Samples.NOW;
import static dev.offpeak.core.Samples.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.FakeDialect;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.job.Admission.Door;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.Admission.Verdict.Admitted;
import dev.offpeak.core.job.Admission.Verdict.Refused;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Inspection.Batchable;
import dev.offpeak.core.provider.Inspection.DirectOnly;
import dev.offpeak.core.provider.Inspection.Invalid;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.Route.Execution;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.routing.Terms;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final Inspection BATCHABLE = new Batchable("gpt-4o-mini", 7);

    /// Everything a caller can say about waiting, at every door: an empty field was not said.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JOBS    |       |       | BATCH BACKGROUND | PT24H
            JOBS    |       | 12h   | BATCH BACKGROUND | PT12H
            JOBS    |       | 30m   | SYNC BACKGROUND  | PT30M
            JOBS    | false |       | BATCH BACKGROUND | PT24H
            JOBS    | false | 12h   | BATCH BACKGROUND | PT12H
            JOBS    | true  |       | SYNC INLINE      | PT10M
            JOBS    | true  | 12h   | SYNC INLINE      | PT10M
            QUEUE   |       |       | BATCH BACKGROUND | PT24H
            QUEUE   |       | 12h   | BATCH BACKGROUND | PT12H
            QUEUE   |       | 30m   | SYNC BACKGROUND  | PT30M
            QUEUE   | false |       | BATCH BACKGROUND | PT24H
            QUEUE   | false | 12h   | BATCH BACKGROUND | PT12H
            QUEUE   | true  |       | refused waiting  |
            QUEUE   | true  | 12h   | refused waiting  |
            DROP_IN |       |       | SYNC INLINE      | PT10M
            DROP_IN |       | 12h   | BATCH BACKGROUND | PT12H
            DROP_IN |       | 30m   | SYNC BACKGROUND  | PT30M
            DROP_IN | false |       | BATCH BACKGROUND | PT24H
            DROP_IN | false | 12h   | BATCH BACKGROUND | PT12H
            DROP_IN | true  |       | SYNC INLINE      | PT10M
            DROP_IN | true  | 12h   | SYNC INLINE      | PT10M
            """)
    void who_waits_and_until_when_decides_at_every_door(
            Door door, Boolean waiting, String deadline, String expected, Duration left) {
        var spec = spec(Headers.NONE, Optional.ofNullable(waiting), Optional.ofNullable(deadline));
        switch (admission(BATCHABLE).judge(spec, door, NOW)) {
            case Refused(var field, var why) -> assertThat("refused " + field).isEqualTo(expected);
            case Admitted admitted -> {
                assertThat(admitted.route().lane() + " " + admitted.route().execution())
                        .isEqualTo(expected);
                assertThat(Duration.between(NOW, admitted.deadline())).isEqualTo(left);
            }
        }
    }

    @Test
    void a_batch_job_is_admitted_with_what_packing_it_needs() {
        var admitted = admitted(admission(BATCHABLE), due("12h"));
        assertThat(admitted.model()).isEqualTo("gpt-4o-mini");
        assertThat(admitted.inputs()).isEqualTo(7);
        assertThat(admitted.affinity()).isEqualTo("affinity of gpt-4o-mini");
    }

    @Test
    void off_the_batch_lane_a_job_has_no_affinity() {
        assertThat(admitted(admission(BATCHABLE), due("30m")).affinity()).isEmpty();
        var direct = admitted(admission(new DirectOnly("o1", "it streams")), due("12h"));
        assertThat(direct.affinity()).isEmpty();
        assertThat(direct.inputs()).isZero();
        assertThat(direct.model()).isEqualTo("o1");
        assertThat(direct.route().lane()).isEqualTo(Lane.SYNC);
        assertThat(direct.route().execution()).isEqualTo(Execution.BACKGROUND);
        assertThat(direct.deadline()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void an_unknown_provider_is_refused_before_anything_else(Door door) {
        var spec = new JobSpec(
                new ProviderId("acme-ai"),
                new Request(CHAT, new Headers(Map.of("cookie", "x")), Body.of("{}")),
                Optional.of(true),
                Optional.of("junk"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Terms.DEFAULT);
        assertThat(admission(BATCHABLE).judge(spec, door, NOW))
                .isEqualTo(new Refused("provider", "provider \"acme-ai\" is not known here"));
    }

    @Test
    void a_header_the_provider_does_not_take_is_refused_by_name() {
        var verdict = admission(BATCHABLE)
                .judge(spec(new Headers(Map.of("Authorization", "x")), Optional.empty(), due("12h")), Door.JOBS, NOW);
        assertThat(verdict)
                .isEqualTo(new Refused("headers.authorization", "not a header openai takes; allowed: [openai-beta]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"assistants=v2", "", "a\tb ~!"})
    void a_carried_header_is_let_through(String value) {
        assertThat(withHeader(value)).isInstanceOf(Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nx-evil: 1", "a\u0000b", "naïve", "☃", "a\u001fb", "a\u007fb"})
    void a_header_value_that_http_cannot_carry_is_refused_before_it_meets_others_in_a_batch(String value) {
        assertThat(withHeader(value))
                .isEqualTo(new Refused("headers.openai-beta", "has a character that no HTTP header can carry"));
    }

    @Test
    void what_the_dialect_finds_invalid_is_refused_in_its_words() {
        assertThat(admission(new Invalid("body.model", "is missing"))
                        .judge(spec(Headers.NONE, Optional.empty(), due("12h")), Door.JOBS, NOW))
                .isEqualTo(new Refused("body.model", "is missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10m             | ",
                "PT9M59.9S       | is PT9M59.9S away; background work needs at least PT10M",
                "PT-1H           | is PT-1H away; background work needs at least PT10M",
                "2026-11-23T09:00:00Z | is PT-1H away; background work needs at least PT10M",
                "7d              | ",
                "P7DT0.001S      | is PT168H0.001S away; at most PT168H is kept",
                "999999d         | is PT23999976H away; at most PT168H is kept"
            })
    void a_deadline_too_near_or_too_far_is_refused(String deadline, String why) {
        var verdict = admission(BATCHABLE).judge(spec(Headers.NONE, Optional.empty(), due(deadline)), Door.JOBS, NOW);
        if (why == null) {
            assertThat(verdict).isInstanceOf(Admitted.class);
        } else {
            assertThat(verdict).isEqualTo(new Refused("deadline", why));
        }
    }

    @Test
    void a_deadline_that_cannot_be_read_is_quoted_but_not_at_length() {
        var form = "not an RFC 3339 instant, an ISO 8601 duration or one such as 12h: ";
        assertThat(refusal("soon")).isEqualTo(form + "\"soon\"");
        assertThat(refusal("x".repeat(60))).isEqualTo(form + "\"" + "x".repeat(60) + "\"");
        assertThat(refusal("x".repeat(61))).isEqualTo(form + "\"" + "x".repeat(60) + "…\"");
    }

    @Test
    void somebody_who_waits_is_not_asked_for_a_readable_deadline() {
        var spec = spec(Headers.NONE, Optional.of(true), Optional.of("junk"));
        assertThat(admission(BATCHABLE).judge(spec, Door.JOBS, NOW)).isInstanceOf(Admitted.class);
    }

    private static Verdict withHeader(String value) {
        var spec = spec(new Headers(Map.of("OpenAI-Beta", value)), Optional.empty(), due("12h"));
        return admission(BATCHABLE).judge(spec, Door.JOBS, NOW);
    }

    private static String refusal(String deadline) {
        var verdict =
                admission(BATCHABLE).judge(spec(Headers.NONE, Optional.empty(), due(deadline)), Door.DROP_IN, NOW);
        return verdict instanceof Refused(var field, var why) && field.equals("deadline") ? why : verdict.toString();
    }

    private static Admitted admitted(Admission admission, Optional<String> deadline) {
        return (Admitted) admission.judge(spec(Headers.NONE, Optional.empty(), deadline), Door.JOBS, NOW);
    }

    private static Optional<String> due(String deadline) {
        return Optional.of(deadline);
    }

    private static Admission admission(Inspection finds) {
        Dialect dialect = new FakeDialect(OPENAI, finds);
        return new Admission(id -> id.equals(OPENAI) ? Optional.of(dialect) : Optional.empty(), RoutingPolicy.DEFAULT);
    }

    private static JobSpec spec(Headers headers, Optional<Boolean> waiting, Optional<String> deadline) {
        return new JobSpec(
                OPENAI,
                new Request(CHAT, headers, Body.of("{}")),
                waiting,
                deadline,
                Optional.of("nightly"),
                Optional.empty(),
                Optional.empty(),
                Terms.DEFAULT);
    }
}
