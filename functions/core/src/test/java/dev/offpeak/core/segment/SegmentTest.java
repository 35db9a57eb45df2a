package dev.offpeak.core.segment;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.BUNDLE;
import static dev.offpeak.core.Samples.KEY;
import static dev.offpeak.core.Samples.NOW;
import static dev.offpeak.core.Samples.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.segment.Segment.State;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentTest {
    @Test
    void a_change_of_state_changes_nothing_else() {
        var claimed = new State.Claimed(BUNDLE);
        assertThat(segment(new State.Open(), Map.of(ACME, 2)).with(claimed))
                .isEqualTo(segment(claimed, Map.of(ACME, 2)));
    }

    @Test
    void keeps_a_copy_of_its_tenants() {
        var tenants = new HashMap<>(Map.of(ACME, 2));
        var segment = segment(new State.Open(), tenants);
        tenants.clear();
        assertThat(segment.tenants()).containsEntry(ACME, 2);
    }

    private static Segment segment(State state, Map<TenantId, Integer> tenants) {
        var content = new Segment.Content("segments/a", 0, 100, 2, 0);
        return new Segment(SEGMENT, KEY, content, LineSet.all(2), tenants, NOW, NOW.plusSeconds(3600), state);
    }
}
