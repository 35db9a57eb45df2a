package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The ledger as the gateway tells it, with the days added up.
record LedgerSums(List<Line> lines) {
    LedgerSums {
        lines = List.copyOf(lines);
    }

    static LedgerSums none() {
        return new LedgerSums(List.of());
    }

    static LedgerSums of(JsonNode ledger) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode json : ledger.path("lines")) {
            Line line = Line.of(json);
            int same = indexOf(lines, line);
            if (same < 0) {
                lines.add(line);
            } else {
                lines.set(same, lines.get(same).plus(line));
            }
        }
        lines.sort(
                Comparator.comparing(Line::lane).thenComparing(Line::provider).thenComparing(Line::model));
        return new LedgerSums(lines);
    }

    Line total() {
        return sum("", line -> true);
    }

    /// What ran at the batch price.
    Line batch() {
        return sum("BATCH", line -> line.lane().equals("BATCH"));
    }

    /// What ran on any other lane.
    Line other() {
        return sum("", line -> !line.lane().equals("BATCH"));
    }

    private Line sum(String lane, Predicate<Line> which) {
        Line none = new Line(lane, "", "", 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);
        return lines.stream().filter(which).reduce(none, Line::plus);
    }

    private static int indexOf(List<Line> lines, Line other) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).sameKind(other)) {
                return i;
            }
        }
        return -1;
    }

    /// @param standard what the same jobs cost on the synchronous endpoint
    record Line(
            String lane,
            String provider,
            String model,
            long succeeded,
            long failed,
            long unpriced,
            BigDecimal paid,
            BigDecimal standard) {

        static Line of(JsonNode json) {
            return new Line(
                    json.path("lane").asText(),
                    json.path("provider").asText(),
                    json.path("model").asText(),
                    json.path("succeeded").asLong(),
                    json.path("failed").asLong(),
                    json.path("unpriced").asLong(),
                    new BigDecimal(json.path("paid_usd").asText("0")),
                    new BigDecimal(json.path("standard_usd").asText("0")));
        }

        BigDecimal saved() {
            return standard.subtract(paid);
        }

        long ended() {
            return succeeded + failed;
        }

        boolean sameKind(Line other) {
            return lane.equals(other.lane) && provider.equals(other.provider) && model.equals(other.model);
        }

        Line plus(Line other) {
            return new Line(
                    lane,
                    provider,
                    model,
                    succeeded + other.succeeded,
                    failed + other.failed,
                    unpriced + other.unpriced,
                    paid.add(other.paid),
                    standard.add(other.standard));
        }
    }
}
