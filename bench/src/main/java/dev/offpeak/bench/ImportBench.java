package dev.offpeak.bench;

import dev.offpeak.bench.process.Bucket;
import dev.offpeak.bench.process.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Settles the jobs of a large OpenAI result file with a worker's heap, through the poller's own code.
public final class ImportBench {
    private static final Map<String, String> DEFAULTS = Map.of(
            "rows",
            "50_000",
            "row-bytes",
            "6_000",
            "request-bytes",
            "2_000",
            "objects",
            "s3",
            "heap",
            "256m",
            "rounds",
            "3",
            "jfr",
            "");

    private ImportBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.parse(DEFAULTS, args);
        try (var bucket = Bucket.make(options.oneOf("objects", "s3", "file"))) {
            var jvm = new ArrayList<>(Child.lambdaHeap(options.text("heap")));
            if (!options.text("jfr").isEmpty()) {
                jvm.add("-XX:StartFlightRecording=settings=profile,filename=" + options.text("jfr"));
            }
            System.exit(Child.run(
                    jvm,
                    ImportRounds.class,
                    List.of(
                            bucket.address(),
                            Integer.toString(options.number("rows")),
                            Integer.toString(options.number("row-bytes")),
                            Integer.toString(options.number("request-bytes")),
                            options.text("rounds"))));
        }
    }
}
