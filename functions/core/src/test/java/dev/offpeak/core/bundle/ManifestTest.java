package dev.offpeak.core.bundle;

import static dev.offpeak.core.Samples.ACME;
import static dev.offpeak.core.Samples.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.bundle.Manifest.Entry;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.segment.LineSet;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final TenantId GLOBEX = new TenantId("globex");

    @Test
    void reads_back_what_it_wrote() {
        Seeds.each(300, seeds -> {
            var manifest = new Manifest(seeds.list(0, 8, () -> someEntry(seeds)));
            assertThat(Manifest.parse(manifest.text())).isEqualTo(manifest);
            assertThat(Manifest.parse(manifest.text()).text()).isEqualTo(manifest.text());
        });
    }

    @Test
    void is_one_line_of_tabbed_fields_per_segment() {
        var entry = new Entry(SEGMENT, "segments/a", 10, 200, 9, 0, LineSet.of(0, 8), NOON, Map.of(GLOBEX, 1, ACME, 1));
        assertThat(new Manifest(List.of(entry)).text())
                .isEqualTo("seg_a\tsegments/a\t10\t200\t9\t0\tAQE\t1795435200000\tacme=1 globex=1 \n");
    }

    @Test
    void counts_live_lines_and_adds_up_tenants() {
        var manifest = new Manifest(List.of(
                new Entry(SEGMENT, "a", 0, 10, 5, 0, LineSet.of(0, 3), NOON, Map.of(ACME, 2, GLOBEX, 3)),
                new Entry(SEGMENT, "b", 0, 10, 3, 0, LineSet.all(3), NOON, Map.of(ACME, 3))));
        assertThat(manifest.count()).isEqualTo(5);
        assertThat(manifest.tenants()).containsExactly(Map.entry(ACME, 5), Map.entry(GLOBEX, 3));
    }

    @Test
    void a_segment_is_whole_when_all_its_lines_are_live() {
        assertThat(new Entry(SEGMENT, "a", 0, 10, 3, 0, LineSet.all(3), NOON, Map.of()).isWhole())
                .isTrue();
        assertThat(new Entry(SEGMENT, "a", 0, 10, 3, 0, LineSet.of(0, 2), NOON, Map.of()).isWhole())
                .isFalse();
    }

    @Test
    void says_which_line_is_broken() {
        assertThatThrownBy(() -> Manifest.parse("seg_a\ta\t0\t10\t1\t0\tAQ\t0\t\nseg_b\tb\t0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("manifest line 2 has 3 fields, not 9");
    }

    @Test
    void keeps_copies_of_what_it_is_given() {
        var tenants = new HashMap<>(Map.of(ACME, 1));
        var entry = new Entry(SEGMENT, "a", 0, 10, 1, 0, LineSet.all(1), NOON, tenants);
        tenants.clear();
        assertThat(entry.tenants()).containsEntry(ACME, 1);
    }

    private static Entry someEntry(Seeds seeds) {
        var tenants = new HashMap<TenantId, Integer>();
        seeds.list(0, 4, () -> seeds.between(1, 9))
                .forEach(n -> tenants.put(new TenantId("t_.-" + n), seeds.between(1, 99)));
        return new Entry(
                new SegmentId("seg_" + seeds.between(0, 999)),
                "segments/2026-11-23/é=" + seeds.between(0, 999),
                seeds.random().nextLong(0, Long.MAX_VALUE),
                seeds.random().nextLong(0, Long.MAX_VALUE),
                seeds.between(0, 500),
                seeds.between(0, 500),
                LineSet.of(BitSet.valueOf(seeds.bytes(60))),
                NOON.plusMillis(seeds.between(0, 1_000_000)),
                tenants);
    }
}
