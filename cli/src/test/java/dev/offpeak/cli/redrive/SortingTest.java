package dev.offpeak.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.HmacSigner;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Seal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SortingTest {
    private static final TenantId TENANT = new TenantId("default");
    private static final Instant SENT = Instant.parse("2026-11-25T06:00:00Z");
    private static final String JOB = """
            {"provider":"openai","endpoint":"/v1/embeddings","body":{"model":"m","input":"x"}}""";

    private final HmacSigner signer = new HmacSigner(new byte[32]);
    private final JobIds ids = new JobIds(signer);
    private final Seal seal = new Seal(signer);
    private final Sorting sorting = new Sorting(new EnvelopeReader(seal), ids, TENANT);

    @Test
    void a_job_without_a_name_keeps_the_id_that_its_first_message_gave_it() {
        assertThat(sorting.sort(letter(JOB, Map.of(), "offpeak-jobs-dlq")))
                .isEqualTo(new Way.Sealed(new Envelope(
                        Envelope.Kind.JOB, ids.ofMessage(TENANT, "m-1").value(), TENANT, SENT, 1, Body.of(JOB))));
    }

    @Test
    void a_named_job_goes_back_as_it_is() {
        String named = JOB.replace("{\"provider\"", "{\"id\":\"ticket-1\",\"provider\"");
        assertThat(sorting.sort(letter(named, Map.of(), "offpeak-jobs-dlq")))
                .isEqualTo(new Way.AsItIs(
                        Way.Queue.JOBS, ids.ofReference(TENANT, "ticket-1").value()));
    }

    @Test
    void a_sealed_message_goes_back_to_where_it_failed() {
        Map<String, String> attributes = sealed();
        assertThat(sorting.sort(letter(JOB, attributes, "offpeak-jobs-dlq")))
                .isEqualTo(new Way.AsItIs(Way.Queue.JOBS, "job_1"));
        assertThat(sorting.sort(letter(JOB, attributes, "offpeak-express-dlq")))
                .isEqualTo(new Way.AsItIs(Way.Queue.EXPRESS, "job_1"));
    }

    @Test
    void what_would_only_fail_again_or_lies_about_itself_stays() {
        assertThat(sorting.sort(letter("tea", Map.of(), "offpeak-jobs-dlq")))
                .isInstanceOfSatisfying(
                        Way.Stays.class, stays -> assertThat(stays.why()).startsWith("it can never be read"));
        assertThat(sorting.sort(letter(JOB + " ", sealed(), "offpeak-jobs-dlq")))
                .isInstanceOfSatisfying(
                        Way.Stays.class, stays -> assertThat(stays.why()).endsWith("the seal does not fit"));
        assertThat(sorting.sort(letter(JOB, Map.of(), "offpeak-express-dlq"))).isInstanceOf(Way.Stays.class);
        assertThat(sorting.sort(letter(JOB.replace("{\"p", "{\"waiting\":true,\"p"), Map.of(), "offpeak-jobs-dlq")))
                .isInstanceOf(Way.Stays.class);
    }

    private Map<String, String> sealed() {
        Envelope envelope = new Envelope(Envelope.Kind.JOB, "job_1", TENANT, SENT, 1, Body.of(JOB));
        return Map.of(
                "offpeak-kind", "JOB",
                "offpeak-id", "job_1",
                "offpeak-tenant", "default",
                "offpeak-accepted", Long.toString(SENT.toEpochMilli()),
                "offpeak-attempt", "1",
                "offpeak-seal", seal.of(envelope));
    }

    private static DeadLetter letter(String body, Map<String, String> attributes, String source) {
        return new DeadLetter("m-1", body, attributes, SENT, Optional.of(source));
    }
}
