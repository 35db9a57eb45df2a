package dev.offpeak.bench;

import dev.offpeak.bench.process.Bucket;
import dev.offpeak.bench.process.Child;
import java.io.IOException;
import java.util.ArrayList;

/// Settles the jobs of a large OpenAI result file with a worker's heap, through the poller's own code.
public final class ImportBench {
    static final String DEFAULTS =
            "rows=50000 row-bytes=6000 request-bytes=2000 segment-lines=1000 objects=s3 latency-ms=0"
                    + " heap=256m rounds=3 jfr=";

    private ImportBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(Options.parse(DEFAULTS, args)));
    }

    private static int run(Options options) throws IOException, InterruptedException {
        try (var bucket = Bucket.make(options.oneOf("objects", "s3", "file"))) {
            var jvm = new ArrayList<>(Child.lambdaHeap(options.text("heap")));
            if (!options.text("jfr").isEmpty()) {
                jvm.add("-XX:StartFlightRecording=settings=profile,filename=" + options.text("jfr"));
            }
            return Child.run(
                    jvm,
                    ImportRounds.class,
                    options.with("bucket", bucket.address()).arguments());
        }
    }
}
