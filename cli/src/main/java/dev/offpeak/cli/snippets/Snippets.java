package dev.offpeak.cli.snippets;

import dev.offpeak.cli.stack.RunningStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Examples with the addresses of one running stack in them, ready to be pasted.
public final class Snippets {
    private static final Map<String, String> TITLES = new LinkedHashMap<>();

    static {
        TITLES.put("curl", "curl");
        TITLES.put("aws", "AWS CLI");
        TITLES.put("python", "Python");
        TITLES.put("node", "Node");
        TITLES.put("java", "Java");
    }

    private Snippets() {}

    /// All of them, each below a heading.
    public static String of(RunningStack stack) {
        StringBuilder text = new StringBuilder();
        TITLES.forEach((name, title) -> text.append("── ")
                .append(title)
                .append('\n')
                .append(of(stack, name))
                .append('\n'));
        return text.toString();
    }

    static String of(RunningStack stack, String name) {
        String text = resource("/snippets/" + name + ".txt");
        for (Map.Entry<String, String> value : values(stack).entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private static Map<String, String> values(RunningStack stack) {
        return Map.of(
                "gateway", stack.gateway().toString(),
                "sqs", stack.sqs().service().url().toString(),
                "jobs_queue", stack.sqs().jobs(),
                "region", RunningStack.REGION);
    }

    private static String resource(String name) {
        try (InputStream in = Snippets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
