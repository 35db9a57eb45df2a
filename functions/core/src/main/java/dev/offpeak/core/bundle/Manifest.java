package dev.offpeak.core.bundle;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.segment.LineSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a sealed bundle consists of: which lines of which segments. A segment belongs to a bundle if and only if the
/// sealed manifest lists it.
public record Manifest(List<Entry> entries) {
    public Manifest {
        entries = List.copyOf(entries);
    }

    /// @param lines how many lines lie there
    /// @param inputs embedding texts of the live lines at most
    /// @param live those to send
    /// @param earliest the nearest deadline of its lines
    public record Entry(
            SegmentId segment,
            String object,
            long offset,
            long bytes,
            int lines,
            int inputs,
            LineSet live,
            Instant earliest,
            Map<TenantId, Integer> tenants) {
        public Entry {
            tenants = Map.copyOf(tenants);
        }

        /// Every byte goes: the range can be copied without looking at it.
        public boolean isWhole() {
            return live.count() == lines;
        }
    }

    public int count() {
        return entries.stream().mapToInt(entry -> entry.live().count()).sum();
    }

    /// How many lines are whose. Withdrawn lines are still counted: the shares are for showing, not for billing.
    public Map<TenantId, Integer> tenants() {
        var sums = new TreeMap<TenantId, Integer>(java.util.Comparator.comparing(TenantId::value));
        entries.forEach(entry -> entry.tenants().forEach((tenant, lines) -> sums.merge(tenant, lines, Integer::sum)));
        return sums;
    }

    /// One line per entry, fields parted by tabs: segment, object, offset, bytes, lines, inputs, live bitmap, earliest
    /// deadline in
    /// epoch milliseconds, tenants.
    public String text() {
        var text = new StringBuilder();
        for (var entry : entries) {
            text.append(entry.segment())
                    .append('\t')
                    .append(entry.object())
                    .append('\t')
                    .append(entry.offset())
                    .append('\t')
                    .append(entry.bytes())
                    .append('\t')
                    .append(entry.lines())
                    .append('\t')
                    .append(entry.inputs())
                    .append('\t')
                    .append(entry.live().text())
                    .append('\t')
                    .append(entry.earliest().toEpochMilli())
                    .append('\t');
            new TreeMap<>(byName(entry.tenants()))
                    .forEach((tenant, lines) ->
                            text.append(tenant).append('=').append(lines).append(' '));
            text.append('\n');
        }
        return text.toString();
    }

    public static Manifest parse(String text) {
        var entries = new ArrayList<Entry>();
        for (var line : text.lines().toList()) {
            var fields = line.split("\t", -1);
            if (fields.length != 9) {
                throw new IllegalArgumentException(
                        "manifest line " + (entries.size() + 1) + " has " + fields.length + " fields, not 9");
            }
            entries.add(new Entry(
                    new SegmentId(fields[0]),
                    fields[1],
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Integer.parseInt(fields[4]),
                    Integer.parseInt(fields[5]),
                    LineSet.parse(fields[6]),
                    Instant.ofEpochMilli(Long.parseLong(fields[7])),
                    tenants(fields[8])));
        }
        return new Manifest(entries);
    }

    private static Map<String, Integer> byName(Map<TenantId, Integer> tenants) {
        var named = new TreeMap<String, Integer>();
        tenants.forEach((tenant, lines) -> named.put(tenant.value(), lines));
        return named;
    }

    private static Map<TenantId, Integer> tenants(String text) {
        var tenants = new TreeMap<TenantId, Integer>(java.util.Comparator.comparing(TenantId::value));
        for (var item : text.strip().split(" ")) {
            if (!item.isEmpty()) {
                int equals = item.lastIndexOf('=');
                tenants.put(new TenantId(item.substring(0, equals)), Integer.parseInt(item.substring(equals + 1)));
            }
        }
        return tenants;
    }
}
