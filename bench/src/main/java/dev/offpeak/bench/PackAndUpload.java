package dev.offpeak.bench;

import dev.offpeak.bench.load.Target;
import dev.offpeak.bench.process.Bucket;
import dev.offpeak.bench.process.Child;
import dev.offpeak.bench.process.ReceiverMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Packs and uploads full batches with a worker's heap, through the bundler's own code: each provider in a fresh JVM,
/// with object store and receiver in processes of their own.
public final class PackAndUpload {
    static final String DEFAULTS =
            "target=both receiver=sink objects=s3 heap=256m rounds=3 lines=0 segment-lines=1000" + " latency-ms=0 jfr=";

    private PackAndUpload() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.parse(DEFAULTS, args);
        options.oneOf("receiver", "sink", "simulator");
        options.oneOf("objects", "s3", "file");
        int worst = 0;
        for (var target : targets(options.oneOf("target", "both", "openai", "anthropic"))) {
            worst = Math.max(worst, run(options, target));
        }
        System.exit(worst);
    }

    private static List<Target> targets(String name) {
        return name.equals("both") ? List.of(Target.values()) : List.of(Target.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static int run(Options options, Target target) throws IOException, InterruptedException {
        try (var bucket = Bucket.make(options.text("objects"));
                var receiver = Child.start(List.of("-Xmx1g"), ReceiverMain.class, List.of(options.text("receiver")))) {
            var url = receiver.awaitUrl();
            var jvm = new ArrayList<>(Child.lambdaHeap(options.text("heap")));
            if (!options.text("jfr").isEmpty()) {
                jvm.add("-XX:StartFlightRecording=settings=profile,filename=" + options.text("jfr") + "-"
                        + target.provider() + ".jfr");
            }
            var known = options.with("target", target.name())
                    .with("bucket", bucket.address())
                    .with("url", url.toString());
            return Child.run(jvm, PackRounds.class, known.arguments());
        }
    }
}
