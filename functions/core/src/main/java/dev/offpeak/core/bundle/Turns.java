package dev.offpeak.core.bundle;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.segment.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An order in which tenants take turns: in every round each has one segment, its next.
final class Turns {
    private Turns() {}

    /// @param segments in the order in which one tenant's follow each other, and tenants within a round
    static List<Segment> of(List<Segment> segments) {
        var rounds = new TreeMap<Integer, List<Segment>>();
        var next = new HashMap<String, Integer>();
        for (var segment : segments) {
            int round = next.merge(whose(segment.tenants()), 1, Integer::sum);
            rounds.computeIfAbsent(round, number -> new ArrayList<>()).add(segment);
        }
        return rounds.values().stream().flatMap(Collection::stream).toList();
    }

    /// A retry segment may be of several tenants; it takes the turn of the one that comes first by name.
    private static String whose(Map<TenantId, Integer> tenants) {
        return tenants.keySet().stream()
                .map(TenantId::value)
                .min(Comparator.naturalOrder())
                .orElse("");
    }
}
