package dev.offpeak.gateway.batchapi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.surface.BatchUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which objects the results of a batch lie in, in the order of its lines. They are named by their bytes, and only the
/// row says which list of them counts: two that write at once, or of which one is older, never mix.
record ResultParts(List<Part> parts) {
    static final ResultParts NONE = new ResultParts(List.of());

    /// Words of a line that tells its usage, too.
    private static final int WITH_USAGE = 8;

    /// An object of results.
    record Piece(String key, long bytes) {
        private static final Piece NONE = new Piece("-", 0);

        private static Optional<Piece> of(String key, String bytes) {
            return key.equals(NONE.key()) ? Optional.empty() : Optional.of(new Piece(key, Long.parseLong(bytes)));
        }
    }

    /// The lines of a part that lie in one file and in the other.
    ///
    /// @param usage none where it is not known, as in a list that an older version wrote
    record Part(Optional<Piece> output, Optional<Piece> errors, Optional<BatchUsage> usage) {
        Optional<Piece> of(CallerIds.Kind sheet) {
            return sheet == CallerIds.Kind.OUTPUT ? output : errors;
        }
    }

    ResultParts {
        parts = List.copyOf(parts);
    }

    ResultParts with(Part part) {
        var more = new ArrayList<>(parts);
        more.add(part);
        return new ResultParts(more);
    }

    List<Piece> of(CallerIds.Kind sheet) {
        return parts.stream().flatMap(part -> part.of(sheet).stream()).toList();
    }

    long bytes(CallerIds.Kind sheet) {
        return of(sheet).stream().mapToLong(Piece::bytes).sum();
    }

    Optional<BatchUsage> usage() {
        return BatchUsage.sum(parts.stream().map(Part::usage).toList());
    }

    /// A line per part.
    byte[] bytes() {
        return parts.stream()
                .map(ResultParts::text)
                .collect(Collectors.joining())
                .getBytes(US_ASCII);
    }

    static ResultParts read(byte[] bytes) {
        return new ResultParts(new String(bytes, US_ASCII)
                .lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new Part(Piece.of(words[0], words[1]), Piece.of(words[2], words[3]), usage(words)))
                .toList());
    }

    private static Optional<BatchUsage> usage(String[] words) {
        return words.length == WITH_USAGE
                ? Optional.of(new BatchUsage(
                        Long.parseLong(words[4]),
                        Long.parseLong(words[5]),
                        Long.parseLong(words[6]),
                        Long.parseLong(words[7])))
                : Optional.empty();
    }

    private static String text(Part part) {
        var usage = part.usage()
                .map(some -> " " + some.input() + " " + some.cached() + " " + some.output() + " " + some.reasoning());
        return text(part.output()) + " " + text(part.errors()) + usage.orElse("") + "\n";
    }

    private static String text(Optional<Piece> piece) {
        var some = piece.orElse(Piece.NONE);
        return some.key() + " " + some.bytes();
    }
}
