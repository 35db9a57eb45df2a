package dev.offpeak.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final List<Item> items = Workload.of(2_000, new Random(7));

    @Test
    void a_seed_always_gives_the_same_jobs() {
        assertThat(Workload.of(2_000, new Random(7))).isEqualTo(items);
        assertThat(Workload.of(2_000, new Random(8))).isNotEqualTo(items);
    }

    @Test
    void every_door_fate_provider_and_hurry_occurs() {
        assertThat(items).extracting(Item::door).contains(Item.Door.values());
        assertThat(items).extracting(Item::fate).contains(Item.Fate.values());
        Set<String> providers = new HashSet<>();
        items.forEach(item -> providers.add(item.json().path("provider").asText()));
        assertThat(providers).contains("openai", "anthropic");
        assertThat(items)
                .extracting(item -> item.json().path("deadline").asText())
                .anyMatch(deadline -> deadline.endsWith("m"))
                .anyMatch(deadline -> deadline.endsWith("h"));
    }

    @Test
    void every_item_is_in_one_call_and_a_call_goes_through_one_door() {
        List<List<Item>> calls = Sender.calls(items);
        assertThat(calls.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(items);
        assertThat(calls)
                .allMatch(call -> call.stream().map(Item::door).distinct().count() == 1)
                .allMatch(call -> call.size() <= Sender.UPLOAD);
    }
}
