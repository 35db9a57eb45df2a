package dev.offpeak.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every event in every state, against tables written by hand. A cell names the state moved to; `·` stays.
class StateMachinesTest {
    @Test
    void a_job_moves_as_this_table_says() {
        holds(Machines.JOB, """
                event                                | Staged  | Express        | Express called        | Following | Settled | Settled during a call
                Succeed (this attempt)               | Settled | Settled        | Settled during a call | ·         | ·       | ·
                Succeed (another attempt)            | Settled | Settled        | Settled during a call | ·         | ·       | ·
                Fail (this attempt)                  | Settled | Settled        | Settled during a call | ·         | ·       | ·
                Fail (another attempt)               | ·       | ·              | ·                     | ·         | ·       | ·
                End                                  | Settled | Settled        | Settled during a call | ·         | ·       | ·
                Retry in a segment (this attempt)    | Staged  | Staged         | Staged                | ·         | ·       | ·
                Retry in a segment (another attempt) | ·       | ·              | ·                     | ·         | ·       | ·
                Retry on express (this attempt)      | Express | Express        | Express               | ·         | ·       | ·
                Retry on express (another attempt)   | ·       | ·              | ·                     | ·         | ·       | ·
                Intend (this attempt)                | ·       | Express called | ·                     | ·         | ·       | ·
                Intend (another attempt)             | ·       | ·              | ·                     | ·         | ·       | ·
                Free (its call)                      | ·       | ·              | Express               | ·         | ·       | ·
                Free (another call)                  | ·       | ·              | ·                     | ·         | ·       | ·
                Enter (its call)                     | ·       | ·              | ·                     | ·         | ·       | Settled
                Enter (another call)                 | ·       | ·              | ·                     | ·         | ·       | ·
                Forget                               | ·       | ·              | ·                     | ·         | Settled | Settled during a call
                Restage (from its segment)           | Staged  | ·              | ·                     | ·         | ·       | ·
                Restage (from another segment)       | ·       | ·              | ·                     | ·         | ·       | ·
                """);
    }

    @Test
    void a_segment_moves_as_this_table_says() {
        holds(Machines.SEGMENTS, """
                event                    | Open    | Claimed | Done | Void
                Claim (its bundle)       | Claimed | ·       | ·    | ·
                Claim (another bundle)   | Claimed | ·       | ·    | ·
                Release (its bundle)     | ·       | Open    | ·    | ·
                Release (another bundle) | ·       | ·       | ·    | ·
                Finish (its bundle)      | ·       | Done    | ·    | ·
                Finish (another bundle)  | ·       | ·       | ·    | ·
                """);
    }

    @Test
    void a_bundle_moves_as_this_table_says() {
        holds(Machines.BUNDLES, """
                event           | Claiming | Sealed    | Uploaded   | Submitting         | Reconcile          | Fenced             | Submitted | Submitted by guess | Done | Failed
                Seal            | Sealed   | ·         | ·          | ·                  | ·                  | ·                  | ·         | ·                  | ·    | ·
                Upload          | ·        | Uploaded  | ·          | ·                  | ·                  | ·                  | ·         | ·                  | ·    | ·
                Intend          | ·        | ·         | Submitting | ·                  | ·                  | ·                  | ·         | ·                  | ·    | ·
                Reroute         | ·        | ·         | Sealed     | ·                  | ·                  | ·                  | ·         | ·                  | ·    | ·
                Adopt (certain) | ·        | Submitted | Submitted  | Submitted          | Submitted          | Submitted          | ·         | ·                  | ·    | ·
                Adopt (guessed) | ·        | Submitted | Submitted  | Submitted by guess | Submitted by guess | Submitted by guess | ·         | ·                  | ·    | ·
                Disown          | ·        | ·         | ·          | ·                  | ·                  | ·                  | ·         | Reconcile          | ·    | ·
                NotCreated      | ·        | ·         | ·          | Uploaded           | Sealed             | Sealed             | ·         | ·                  | ·    | ·
                Doubt           | ·        | ·         | ·          | Reconcile          | ·                  | ·                  | ·         | ·                  | ·    | ·
                Fence           | ·        | ·         | ·          | ·                  | Fenced             | ·                  | ·         | ·                  | ·    | ·
                Finish          | ·        | ·         | ·          | ·                  | ·                  | ·                  | Done      | Done               | ·    | ·
                Abandon         | Failed   | Failed    | Failed     | ·                  | ·                  | ·                  | Failed    | Failed             | ·    | ·
                """);
    }

    @Test
    void a_batch_moves_as_this_table_says() {
        holds(Machines.BATCHES, """
                event               | Active    | Canceling | Missing | Ended  | Copied   | Imported
                Cancel              | Canceling | ·         | ·       | ·      | ·        | ·
                Lose                | Missing   | Missing   | ·       | ·      | ·        | ·
                Find                | ·         | ·         | Active  | ·      | ·        | ·
                End                 | Ended     | Ended     | Ended   | ·      | ·        | ·
                Copy                | ·         | ·         | ·       | Copied | ·        | ·
                Advance (ahead)     | ·         | ·         | ·       | ·      | Copied   | ·
                Advance (not ahead) | ·         | ·         | ·       | ·      | ·        | ·
                Finish              | ·         | ·         | ·       | ·      | Imported | ·
                """);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void no_kind_of_state_or_event_is_missing(Machine<?, ?> machine) {
        assertThat(kinds(machine.states().values())).isEqualTo(leaves(machine.stateType()));
        assertThat(kinds(machine.events().values())).isEqualTo(leaves(machine.eventType()));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_sample_stands_under_its_own_name(Machine<?, ?> machine) {
        namesMatch(machine);
        assertThat(machine.states().keySet()).containsAll(machine.initial());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_event_moves_some_state_or_has_a_twin_that_does(Machine<?, ?> machine) {
        var moving = machine.table().stream()
                .skip(1)
                .filter(row -> row.stream().skip(1).anyMatch(cell -> !cell.equals(Machine.STAYS)))
                .map(row -> Machine.kind(row.getFirst()))
                .collect(Collectors.toSet());
        assertThat(moving)
                .isEqualTo(machine.events().keySet().stream().map(Machine::kind).collect(Collectors.toSet()));
    }

    static List<Machine<?, ?>> machines() {
        return Machines.all();
    }

    private static void holds(Machine<?, ?> machine, String expected) {
        var rows = Machine.read(expected);
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()));
        assertThat(machine.table()).containsExactlyElementsOf(rows);
    }

    private static <S, E> void namesMatch(Machine<S, E> machine) {
        machine.states()
                .forEach((name, state) ->
                        assertThat(machine.nameOf().apply(state)).isEqualTo(name));
        machine.events()
                .forEach((name, event) ->
                        assertThat(name).startsWith(event.getClass().getSimpleName()));
    }

    private static Set<Class<?>> kinds(Collection<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(StateMachinesTest::leaves)
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet())
                : Stream.<Class<?>>of(type).collect(Collectors.toSet());
    }
}
