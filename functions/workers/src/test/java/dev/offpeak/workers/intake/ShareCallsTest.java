package dev.offpeak.workers.intake;

import static dev.offpeak.workers.World.ACME;
import static dev.offpeak.workers.World.ZEN;
import static dev.offpeak.workers.World.chat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.Effects;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Identical jobs that are in flight together.
class ShareCallsTest {
    private final World world = new World(new StubProvider());

    private static String shared(String prompt, String more) {
        return chat(prompt, ",\"share\":true" + more);
    }

    private static String due(String deadline) {
        return shared("hello", ",\"deadline\":\"" + deadline + "\"");
    }

    private Delivery job(String name, String deadline) {
        return world.sealed(name, ACME, due(deadline));
    }

    private void take(Delivery... deliveries) {
        assertThat(world.takeIn.take(List.of(deliveries))).isEmpty();
    }

    private static JobId id(Delivery delivery) {
        return new JobId(
                ((Delivery.Content.Sealed) delivery.content()).envelope().id());
    }

    private JobState state(Delivery delivery) {
        return world.job(id(delivery)).state();
    }

    private void runsByItself(Delivery delivery) {
        assertThat(state(delivery)).isInstanceOf(Staged.class);
    }

    private void follows(Delivery follower, Delivery leader) {
        assertThat(state(follower)).isEqualTo(new Following(id(leader)));
    }

    private int lines() {
        return world.segments.rows().stream()
                .mapToInt(segment -> segment.live().count())
                .sum();
    }

    @Test
    void a_later_identical_job_follows_the_first_and_has_no_line() {
        var first = job("first", "24h");
        var second = job("second", "24h");
        take(first);
        world.advance(Duration.ofMinutes(30));
        take(second);
        runsByItself(first);
        follows(second, first);
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void of_identical_jobs_in_one_invocation_the_most_urgent_leads_whatever_their_order() {
        var messages = new ArrayList<>(List.of(job("a", "20h"), job("b", "8h"), job("c", "12h")));
        for (int turn = 0; turn < 3; turn++) {
            var other = new World(new StubProvider());
            assertThat(other.takeIn.take(messages)).isEmpty();
            var leader = messages.stream()
                    .map(message -> other.job(id(message)))
                    .filter(row -> row.state() instanceof Staged)
                    .toList();
            assertThat(leader)
                    .singleElement()
                    .satisfies(row -> assertThat(row.particulars().orElseThrow().deadline())
                            .isEqualTo(world.clock.instant().plus(Duration.ofHours(8))));
            assertThat(other.jobs.rows())
                    .filteredOn(row -> !row.equals(leader.getFirst()))
                    .hasSize(2)
                    .allMatch(row ->
                            row.state().equals(new Following(leader.getFirst().id())));
            Collections.rotate(messages, 1);
        }
    }

    @Test
    void many_identical_lines_of_an_upload_are_one_line() {
        var many = new ArrayList<Delivery>();
        for (int i = 0; i < 300; i++) {
            many.add(job("m" + i, "24h"));
        }
        assertThat(world.takeIn.take(many)).isEmpty();
        assertThat(world.jobs.rows()).hasSize(300);
        assertThat(lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, '', acme, 1",
        "hello, ',\"label\":\"another\"', acme, 1",
        "hello, '', zen, 2",
        "hello!, '', acme, 2",
        "hello, ',\"onLate\":\"wait\"', acme, 2",
        "hello, ',\"onDoubt\":\"retry\"', acme, 2",
        "hello, ',\"share\":false', acme, 2",
    })
    void jobs_share_that_ask_for_the_same_on_the_same_terms(String prompt, String more, String tenant, int lines) {
        var job = more.contains("share") ? chat(prompt, more) : shared(prompt, more);
        take(world.sealed("first", ACME, shared("hello", "")), world.sealed("second", new TenantId(tenant), job));
        assertThat(lines()).isEqualTo(lines);
    }

    @Test
    void a_job_that_is_due_before_its_leader_runs_by_itself() {
        var first = job("first", "24h");
        var sooner = job("sooner", "23h");
        take(first);
        take(sooner);
        runsByItself(sooner);
    }

    @Test
    void a_job_that_would_expire_with_an_earlier_deadline_than_its_own_runs_by_itself() {
        var expires = ",\"onLate\":\"expire\",\"deadline\":\"";
        var at = world.clock.instant().plus(Duration.ofHours(20));
        var first = world.sealed("first", ACME, shared("hello", expires + at + "\""));
        var same = world.sealed("same", ACME, shared("hello", expires + at + "\""));
        var later = world.sealed("later", ACME, shared("hello", expires + "21h\""));
        take(first, same, later);
        follows(same, first);
        runsByItself(later);
    }

    @Test
    void direct_calls_are_not_shared() {
        take(job("first", "30m"), job("second", "30m"));
        assertThat(world.jobs.rows()).allMatch(row -> row.state() instanceof JobState.Express);
        assertThat(world.express.sent()).hasSize(2);
    }

    @Test
    void what_is_delivered_again_stays_what_it_was() {
        var first = job("first", "24h");
        var second = job("second", "24h");
        take(first, second);
        var before = world.jobs.rows();
        world.advance(Duration.ofMinutes(10));
        take(second);
        take(first);
        take(second, first);
        assertThat(world.jobs.rows()).isEqualTo(before);
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void a_leader_that_is_over_makes_room_for_the_next() {
        var first = job("first", "24h");
        take(first);
        world.advance(Duration.ofMinutes(16));
        world.turn(5);
        assertThat(state(first)).isInstanceOf(Settled.class);

        var second = job("second", "24h");
        var third = job("third", "24h");
        take(second);
        take(third);
        take(first, second);
        runsByItself(second);
        follows(third, second);
    }

    @Test
    void a_leader_withdrawn_before_it_was_taken_in_is_not_followed() {
        var first = job("first", "24h");
        claimOnly(first);
        world.jobs.insert(
                List.of(new JobRow(id(first), ACME, world.clock.instant(), Optional.empty(), ended(Ending.CANCELED))));
        var second = job("second", "24h");
        take(second);
        runsByItself(second);
        take(first);
        assertThat(lines()).isEqualTo(1);
    }

    private static Settled ended(Ending ending) {
        return new Settled(
                ending,
                1,
                "caller",
                Samples.NOW,
                Optional.empty(),
                Usage.NONE,
                Optional.empty(),
                Optional.of(new JobState.Reason("canceled", "withdrawn by its owner")));
    }

    /// Its intake dies right after it has claimed the key.
    private void claimOnly(Delivery leader) {
        world.effects.fail(1, Effects.How.DIES_AFTER);
        world.step(() -> world.takeIn.take(List.of(leader)));
        assertThat(world.jobs.rows()).isEmpty();
    }

    @Test
    void a_leader_that_died_before_it_was_taken_in_is_waited_for() {
        var first = job("first", "24h");
        var second = job("second", "24h");
        claimOnly(first);
        assertThat(world.takeIn.take(List.of(second))).containsExactly("second");
        world.advance(Duration.ofMinutes(3));
        take(first);
        take(second);
        follows(second, first);
    }

    @Test
    void a_leader_that_never_comes_is_not_waited_for_and_follows_when_it_comes_after_all() {
        var first = job("first", "24h");
        var second = job("second", "24h");
        claimOnly(first);
        world.advance(Duration.ofMinutes(5));
        take(second);
        runsByItself(second);
        take(first);
        follows(first, second);
        assertThat(lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_leader_whose_segment_was_never_committed_is_not_followed(boolean comesAgain) {
        var first = job("first", "24h");
        var second = job("second", "24h");
        // claim, object, row: it dies before its segment
        world.effects.fail(3, Effects.How.DIES_AFTER);
        world.step(() -> world.takeIn.take(List.of(first)));
        runsByItself(first);
        assertThat(world.takeIn.take(List.of(second))).containsExactly("second");
        world.advance(Duration.ofMinutes(6));
        if (comesAgain) {
            take(first);
            take(second);
            follows(second, first);
        } else {
            take(second);
            runsByItself(second);
        }
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void a_job_whose_line_was_never_committed_does_not_become_a_follower_and_is_staged_all_the_same() {
        var first = job("first", "24h");
        var second = job("second", "24h");
        var unshared = world.sealed("second", ACME, chat("hello"));
        world.effects.fail(2, Effects.How.DIES_AFTER);
        world.step(() -> world.takeIn.take(List.of(unshared)));
        take(first);
        assertThat(world.takeIn.take(List.of(second))).as("perhaps still at it").containsExactly("second");
        world.advance(Duration.ofMinutes(3));
        take(second);
        runsByItself(second);
        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void without_the_key_store_every_job_runs_by_itself() {
        world.effects.fail(1, Effects.How.REFUSED);
        take(job("first", "24h"), job("second", "24h"));
        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void whatever_goes_wrong_every_job_ends_and_each_tenant_pays_once() {
        int tried = EveryFault.of(() -> new World(new StubProvider()), ShareCallsTest::everyJobEnds);
        assertThat(tried).isGreaterThanOrEqualTo(25);
    }

    private static void everyJobEnds(World world) {
        var early = new ArrayList<Delivery>();
        var late = new ArrayList<Delivery>();
        for (var tenant : List.of(ACME, ZEN)) {
            early.add(world.sealed(tenant + "-relaxed", tenant, due("48h")));
            early.add(world.sealed(tenant + "-urgent", tenant, due("24h")));
            late.add(world.sealed(tenant + "-late", tenant, due("30h")));
        }
        var waiting = new ArrayList<>(early);
        for (int round = 0; round == 0 || !waiting.isEmpty(); round++) {
            assertThat(round).as("rounds").isLessThan(6);
            world.step(() -> {
                var again = world.takeIn.take(List.copyOf(waiting));
                waiting.removeIf(message -> !again.contains(message.messageId()));
            });
            if (round == 0) {
                waiting.addAll(late);
            }
            world.advance(Duration.ofMinutes(3));
        }
        world.effects.quietly(() -> {
            // a late second delivery of everything changes nothing
            var before = world.jobs.rows();
            var all = new ArrayList<>(late);
            all.addAll(early);
            assertThat(world.takeIn.take(all)).isEmpty();
            assertThat(world.jobs.rows()).isEqualTo(before);
            world.advance(Duration.ofMinutes(16));
            world.turn(10);
        });

        assertThat(world.jobs.rows()).hasSize(6).allSatisfy(row -> {
            var ending = row.state() instanceof Following(var leader) ? world.job(leader) : row;
            assertThat(ending.tenant()).isEqualTo(row.tenant());
            assertThat(ending.state())
                    .isInstanceOfSatisfying(
                            Settled.class,
                            settled -> assertThat(settled.ending()).isEqualTo(Ending.SUCCEEDED));
        });
        assertThat(world.succeededInLedger())
                .isEqualTo(world.ended(Ending.SUCCEEDED).size());
        if (!world.effects.victim().startsWith("KeyStore")) {
            // a job whose key could not be asked for runs by itself: all the others share
            assertThat(world.ended(Ending.SUCCEEDED)).extracting(JobRow::tenant).containsExactlyInAnyOrder(ACME, ZEN);
        }
    }
}
