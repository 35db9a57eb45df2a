package dev.offpeak.workers.poller;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.lines.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a provider refused a batch as a whole, kept beside where its results would be: the lines it blames fail with
/// its words, the others, which did nothing wrong and cost nothing, go into another bundle.
final class Problems {
    private final Map<Integer, LineProblem> ofLines = new HashMap<>();
    private final Optional<LineProblem> ofAll;
    private final boolean blames;

    private Problems(List<LineProblem> problems) {
        problems.forEach(problem -> problem.line().ifPresent(line -> ofLines.putIfAbsent(line, problem)));
        blames = !ofLines.isEmpty();
        ofAll = problems.stream()
                .filter(problem -> problem.line().isEmpty() && !problem.passing())
                .findFirst();
    }

    /// Kept once: if the provider words it differently the next time it is asked, the first word stands.
    static void keep(ObjectStore objects, Batch batch, List<LineProblem> problems) throws IOException {
        objects.putIfAbsent(key(batch), text(problems).getBytes(UTF_8));
    }

    /// Empty for a batch that was not refused.
    static Optional<Problems> read(ObjectStore objects, Batch batch) throws IOException {
        var size = objects.size(key(batch));
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problems(
                        parse(new String(objects.read(key(batch), 0, Math.toIntExact(size.get())), UTF_8))));
    }

    /// Into pieces of how many lines what did nothing wrong is put: where no line is blamed, halves tell in the end
    /// which
    /// one it was, and fit where the whole did not.
    int pieces(int lines) {
        return blames ? Chunk.ROWS : Math.clamp((lines + 1) / 2, 1, Chunk.ROWS);
    }

    /// @param line 1-based, as the provider counts
    Verdict judge(Batch batch, CustomId id, int line, Retries retries) {
        var fatal = Optional.ofNullable(ofLines.get(line)).or(() -> ofAll);
        if (fatal.isPresent()) {
            return failure(batch, id, new Reason(fatal.get().code(), fatal.get().message()));
        }
        return retries.untried(
                id, batch.id() + "#invalid", new Reason("batch_invalid", "its batches kept being refused"));
    }

    private static Verdict failure(Batch batch, CustomId id, Reason reason) {
        return new Verdict.Failure(id, batch.id() + "#invalid", reason, Optional.empty());
    }

    /// One line per problem, fields parted by tabs: line or 0, whether it passes, code, message.
    private static String text(List<LineProblem> problems) {
        var text = new StringBuilder();
        for (var problem : problems) {
            text.append(problem.line().orElse(0))
                    .append('\t')
                    .append(problem.passing())
                    .append('\t')
                    .append(flat(problem.code()))
                    .append('\t')
                    .append(flat(problem.message()))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<LineProblem> parse(String text) {
        return text.lines()
                .map(line -> line.split("\t", 4))
                .map(fields -> new LineProblem(
                        Optional.of(Integer.valueOf(fields[0])).filter(line -> line > 0),
                        fields[2],
                        fields[3],
                        Boolean.parseBoolean(fields[1])))
                .toList();
    }

    private static String flat(String words) {
        return words.replaceAll("\\s+", " ");
    }

    private static String key(Batch batch) {
        return "results/" + batch.id() + "/problems";
    }
}
