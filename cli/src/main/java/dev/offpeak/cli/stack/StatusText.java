package dev.offpeak.cli.stack;

import java.util.Locale;
import java.util.TreeMap;

/// A running stack in words.
public final class StatusText {
    private StatusText() {}

    public static String of(RunningStack stack, Project project) {
        StringBuilder text = new StringBuilder();
        line(text, "gateway", stack.gateway().toString(), stack.process().pid());
        stack.simulator()
                .ifPresentOrElse(
                        simulator -> {
                            line(text, "simulator", simulator.url().toString(), simulator.pid());
                            line(
                                    text,
                                    "",
                                    simulator.admin() + "/bill  (also /state and /faults; its dates run ahead of ours)",
                                    0);
                        },
                        () -> line(text, "providers", "the real ones", 0));
        line(
                text,
                "DynamoDB",
                stack.dynamoDb().url().toString(),
                stack.dynamoDb().pid());
        line(
                text,
                "SQS",
                stack.sqs().service().url().toString(),
                stack.sqs().service().pid());
        new TreeMap<>(stack.sqs().urls()).forEach((name, url) -> line(text, "", url, 0));
        line(
                text,
                "S3",
                stack.s3().service().url() + "  bucket " + stack.s3().name(),
                stack.s3().service().pid());
        line(text, "logs", project.shown(stack.logs()), 0);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value, long pid) {
        text.append(String.format(Locale.ROOT, "  %-10s %s", name, value));
        if (pid != 0) {
            text.append("  (pid ").append(pid).append(')');
        }
        text.append('\n');
    }
}
