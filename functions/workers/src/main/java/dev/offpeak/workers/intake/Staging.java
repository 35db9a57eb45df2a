package dev.offpeak.workers.intake;

import dev.offpeak.core.account.SegmentSize;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchLimits;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.DeadlineBand;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Lays the batch jobs of one invocation out as segments of one object. Each segment is of one bundle key and one
/// tenant, so that a tenant's share of a batch is known without reading its lines.
public final class Staging {
    static final String POOL = "default";

    /// No segment is larger, so that a bundle can be filled closely and a retry reads little.
    private static final long LARGEST_SEGMENT = 16 * 1024 * 1024;

    private final Providers providers;
    private final RandomGenerator random;

    public Staging(Providers providers, RandomGenerator random) {
        this.providers = providers;
        this.random = random;
    }

    /// Where a job's line lies.
    record Place(Incoming.Good job, BundleKey key, SegmentId segment, int line) {}

    /// @param drafts segments as they are before anybody knows which of their lines won
    record Layout(String object, byte[] bytes, List<Draft> drafts) {
        Layout {
            drafts = List.copyOf(drafts);
        }

        List<Place> places() {
            return drafts.stream().flatMap(draft -> draft.places().stream()).toList();
        }
    }

    record Draft(SegmentId id, BundleKey key, TenantId tenant, long offset, long bytes, List<Place> places) {
        /// @param won the lines whose rows name this segment
        Segment segment(String object, LineSet won, Instant now) {
            var live =
                    places.stream().filter(place -> won.contains(place.line())).toList();
            return new Segment(
                    id,
                    key,
                    new Segment.Content(
                            object,
                            offset,
                            bytes,
                            places.size(),
                            live.stream()
                                    .mapToInt(place -> place.job().admitted().inputs())
                                    .sum()),
                    won,
                    Map.of(tenant, live.size()),
                    now,
                    live.stream()
                            .map(place -> place.job().admitted().deadline())
                            .min(Comparator.naturalOrder())
                            .orElse(now),
                    new Segment.State.Open());
        }
    }

    private record Shelf(BundleKey key, TenantId tenant) {}

    Layout lay(Collection<Incoming.Good> jobs, Instant now) {
        var shelves = new LinkedHashMap<Shelf, List<Incoming.Good>>();
        for (var job : jobs) {
            shelves.computeIfAbsent(new Shelf(key(job, now), job.tenant()), shelf -> new ArrayList<>())
                    .add(job);
        }
        var unique = new byte[9];
        random.nextBytes(unique);
        var name = SegmentId.name(now, unique);
        var out = new ByteArrayOutputStream(64 * 1024);
        var drafts = new ArrayList<Draft>();
        shelves.forEach((shelf, shelved) -> write(shelf, shelved, name, out, drafts));
        var day = now.toString().substring(0, 10);
        return new Layout("segments/" + day + "/" + name, out.toByteArray(), drafts);
    }

    private void write(
            Shelf shelf, List<Incoming.Good> jobs, String name, ByteArrayOutputStream out, List<Draft> drafts) {
        var provider = providers.get(shelf.key().provider());
        var dialect = provider.dialect();
        var accounts = provider.accounts().stream().map(Account::limits).toList();
        var limits =
                SegmentSize.within(dialect.batchLimits(), accounts, shelf.key().affinity());
        var writing = new Writing(shelf, new SegmentId(name + drafts.size()), out.size());
        for (var job : jobs) {
            var line = dialect.line(new CustomId(job.id(), 1), job.spec().request());
            int inputs = job.admitted().inputs();
            if (!writing.takes(line.length, inputs, limits)) {
                drafts.add(writing.finish());
                writing = new Writing(shelf, new SegmentId(name + drafts.size()), out.size());
            }
            writing.add(job, line.length, inputs);
            out.writeBytes(line);
        }
        drafts.add(writing.finish());
    }

    private static BundleKey key(Incoming.Good job, Instant now) {
        return new BundleKey(
                POOL,
                DeadlineBand.of(Duration.between(now, job.admitted().deadline())),
                job.spec().terms().onLate(),
                job.spec().provider(),
                job.spec().request().endpoint(),
                job.spec().request().headers(),
                job.admitted().affinity());
    }

    private static final class Writing {
        private final Shelf shelf;
        private final SegmentId id;
        private final long offset;
        private final List<Place> places = new ArrayList<>();
        private long bytes;
        private long inputs;

        Writing(Shelf shelf, SegmentId id, long offset) {
            this.shelf = shelf;
            this.id = id;
            this.offset = offset;
        }

        boolean takes(int lineBytes, int lineInputs, BatchLimits limits) {
            return places.isEmpty()
                    || (bytes + lineBytes <= LARGEST_SEGMENT
                            && limits.hold(places.size() + 1L, bytes + lineBytes, inputs + lineInputs));
        }

        void add(Incoming.Good job, int lineBytes, int lineInputs) {
            places.add(new Place(job, shelf.key(), id, places.size()));
            bytes += lineBytes;
            inputs += lineInputs;
        }

        Draft finish() {
            return new Draft(id, shelf.key(), shelf.tenant(), offset, bytes, List.copyOf(places));
        }
    }
}
