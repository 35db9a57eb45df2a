package dev.offpeak.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A check that cannot fail is a defect: each invariant is shown the facts that break it, and only it.
class InvariantsTest {
    private final Promises promises = new Promises();
    private final List<Row> rows = new ArrayList<>();
    private final List<Unit> bill = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();
    private Ledger ledger = new Ledger(2, 0, 20, 0, 0, 0);
    private Map<String, Integer> queued = Map.of("JobsQueue", 0, "DeadQueue", 1);
    private int unfinished;

    @BeforeEach
    void two_jobs_and_an_unreadable_message_that_went_well() {
        for (String job : List.of("job_a", "job_b")) {
            promises.accepted(job, item(job.equals("job_a") ? 10 : 11));
            rows.add(row(job, "SUCCEEDED", "", 10));
            bill.add(new Unit(job + "-1", "", 10_000));
        }
        promises.unreadable("m-1");
        dead.add("m-1");
    }

    @Test
    void all_hold_when_all_is_well() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void a_lost_job_is_named() {
        promises.accepted("job_c", item(12));
        assertThat(broken()).containsExactly("every accepted job has a row");
        assertThat(offenders()).containsExactly("job_c");
    }

    @Test
    void an_open_job_is_named() {
        rows.set(0, new Row("job_a", Optional.empty(), Optional.empty(), Optional.empty(), 10));
        ledger = new Ledger(1, 0, 20, 0, 0, 0);
        assertThat(broken()).containsExactly("every row is terminal");
    }

    @Test
    void a_job_from_nowhere_is_named_unless_an_answer_was_lost() {
        rows.add(row("job_x", "REJECTED", "chaos-12", 0));
        assertThat(broken()).containsExactly("no job came from nowhere, or twice");
        promises.unsure(item(12));
        assertThat(broken()).isEmpty();
        rows.add(row("job_y", "REJECTED", "chaos-12", 0));
        assertThat(broken()).containsExactly("no job came from nowhere, or twice");
    }

    @Test
    void a_wrong_ending_is_named() {
        rows.set(0, row("job_a", "FAILED", "", 10));
        ledger = new Ledger(1, 1, 20, 0, 0, 0);
        assertThat(broken()).containsExactly("every job ended as it should");
    }

    @Test
    void a_ledger_that_counts_a_job_twice_is_told() {
        ledger = new Ledger(3, 0, 20, 0, 0, 0);
        assertThat(broken()).containsExactly("the ledger counts the rows");
    }

    @Test
    void a_second_payment_has_to_be_in_the_ledger() {
        bill.add(new Unit("job_a-2", "", 10_000));
        assertThat(broken()).containsExactly("no job is paid for twice unseen", "the bill is the ledger");
        ledger = new Ledger(2, 0, 20, 10, 0, 0);
        assertThat(broken()).isEmpty();
    }

    @Test
    void work_that_is_on_the_bill_only_is_told() {
        bill.add(new Unit("job_z-1", "", 10_000));
        assertThat(broken()).containsExactly("the bill is the ledger");
    }

    @Test
    void a_dead_message_that_could_be_read_is_told_and_so_is_one_that_is_missing() {
        dead.add("m-2");
        assertThat(broken()).containsExactly("only what cannot be read is dead");
        dead.clear();
        assertThat(broken()).containsExactly("only what cannot be read is dead");
    }

    @Test
    void work_left_over_is_told() {
        queued = Map.of("ExpressDlq", 1);
        assertThat(broken()).containsExactly("nothing is left to do");
        queued = Map.of();
        unfinished = 1;
        assertThat(broken()).containsExactly("nothing is left to do");
    }

    @Test
    void a_caller_without_an_answer_is_told() {
        promises.broken("chaos-13 was refused");
        assertThat(broken()).containsExactly("everybody who handed jobs over was answered, and rightly");
    }

    private List<String> broken() {
        return invariants().stream()
                .filter(invariant -> !invariant.holds())
                .map(Invariant::name)
                .toList();
    }

    private List<String> offenders() {
        return invariants().stream()
                .flatMap(invariant -> invariant.offenders().stream())
                .toList();
    }

    private List<Invariant> invariants() {
        return Invariants.of(new Facts(promises, rows, ledger, bill, queued, dead, unfinished, 1));
    }

    private static Item item(int number) {
        ObjectNode json = Json.object().put("label", "chaos-" + number);
        json.putObject("body").put("model", "m").put("input", number);
        return new Item(number, Item.Door.NAMELESS, Item.Fate.ANSWERED, json);
    }

    private static Row row(String id, String ending, String label, long paid) {
        return new Row(
                id, Optional.of(ending), Optional.of(label).filter(text -> !text.isEmpty()), Optional.empty(), paid);
    }
}
