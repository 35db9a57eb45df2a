package dev.offpeak.core.id;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Samples;
import dev.offpeak.core.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private static final String CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final TenantId GLOBEX = new TenantId("globex");
    private final JobIds ids = new JobIds(Samples.signer("key"));

    @Test
    void an_id_proves_for_its_own_tenant_only() {
        Seeds.each(300, seeds -> {
            var id = ids.fresh(ACME, NOW, seeds.random());
            assertThat(ids.proves(id, ACME)).isTrue();
            assertThat(ids.proves(id, GLOBEX)).isFalse();
        });
    }

    @Test
    void an_id_of_another_key_proves_nothing() {
        var foreign = new JobIds(Samples.signer("another key"));
        assertThat(ids.proves(foreign.fresh(ACME, NOW, new Random(1)), ACME)).isFalse();
    }

    @Test
    void changing_any_character_breaks_the_proof() {
        var id = ids.fresh(ACME, NOW, new Random(1)).value();
        for (int i = JobId.PREFIX.length(); i < id.length(); i++) {
            for (int j = 0; j < CHARACTERS.length(); j++) {
                char c = CHARACTERS.charAt(j);
                var changed = new JobId(id.substring(0, i) + c + id.substring(i + 1));
                assertThat(ids.proves(changed, ACME))
                        .as(changed.value())
                        .isEqualTo(changed.value().equals(id));
            }
        }
    }

    @Test
    void fresh_ids_of_one_moment_differ() {
        var random = new Random(1);
        var minted = new ArrayList<JobId>();
        for (int i = 0; i < 1_000; i++) {
            minted.add(ids.fresh(ACME, NOW, random));
        }
        assertThat(minted).doesNotHaveDuplicates();
    }

    @Test
    void a_derived_id_is_the_same_however_often_it_is_asked_for() {
        assertThat(ids.ofReference(ACME, "ticket 7")).isEqualTo(ids.ofReference(ACME, "ticket 7"));
        assertThat(ids.ofMessage(ACME, "m-7")).isEqualTo(ids.ofMessage(ACME, "m-7"));
        assertThat(ids.ofUpload(ACME, NOW, "up-1", 7)).isEqualTo(ids.ofUpload(ACME, NOW, "up-1", 7));
        assertThat(ids.derived(ACME, NOW, "x")).isEqualTo(ids.derived(ACME, NOW, "x"));
        assertThat(ids.proves(ids.ofReference(ACME, "ticket 7"), ACME)).isTrue();
    }

    /// Ids are keys of rows, so another release must derive the same ones; these were worked out outside of Java.
    @Test
    void derived_ids_stay_what_they_are_from_release_to_release() {
        assertThat(ids.ofReference(ACME, "ticket 7")).hasToString("job_0000000002xm54a79zyb44zj73cd6amrd70zc");
        assertThat(ids.ofUpload(ACME, NOW, "up-1", 7)).hasToString("job_06h0fp9103wt138tcmtetjcp213wr0bvdmzw6");
    }

    @Test
    void derived_ids_differ_by_tenant_kind_name_line_and_time() {
        var distinct = List.of(
                ids.ofReference(ACME, "7"),
                ids.ofReference(GLOBEX, "7"),
                ids.ofReference(ACME, "8"),
                ids.ofReference(ACME, ""),
                ids.ofMessage(ACME, "7"),
                ids.ofMessage(GLOBEX, "7"),
                ids.ofUpload(ACME, NOW, "7", 1),
                ids.ofUpload(ACME, NOW, "7", 11),
                ids.ofUpload(ACME, NOW, "7:1", 1),
                ids.ofUpload(ACME, NOW.plusMillis(1), "7", 1),
                ids.ofUpload(GLOBEX, NOW, "7", 1));
        assertThat(distinct).doesNotHaveDuplicates();
    }

    @Test
    void the_time_can_be_read_from_an_id() {
        Seeds.each(300, seeds -> {
            var time = Instant.ofEpochMilli(seeds.random().nextLong(1, 1L << 48));
            assertThat(ids.time(ids.fresh(ACME, time, seeds.random()))).contains(time);
        });
        assertThat(ids.time(ids.fresh(ACME, NOW.plusNanos(999_999), new Random(1))))
                .contains(NOW);
        assertThat(ids.time(ids.ofUpload(ACME, NOW, "up-1", 1))).contains(NOW);
    }

    @Test
    void an_id_derived_from_a_name_and_an_id_that_is_none_have_no_time() {
        assertThat(ids.time(ids.ofReference(ACME, "ticket 7"))).isEmpty();
        assertThat(ids.time(ids.ofMessage(ACME, "m-7"))).isEmpty();
        var junk = new JobId(JobId.PREFIX + "u".repeat(37));
        assertThat(ids.time(junk)).isEmpty();
        assertThat(ids.proves(junk, ACME)).isFalse();
    }

    @Test
    void ids_sort_by_time() {
        Seeds.each(300, seeds -> {
            var early = Instant.ofEpochMilli(seeds.random().nextLong(0, (1L << 48) - 1));
            var late = Instant.ofEpochMilli(seeds.random().nextLong(early.toEpochMilli() + 1, 1L << 48));
            assertThat(ids.fresh(ACME, early, seeds.random()).value())
                    .isLessThan(ids.fresh(GLOBEX, late, seeds.random()).value());
        });
    }
}
