package dev.offpeak.wire.json;

import java.util.Map;
import java.util.Random;

/// Writes random JSON with random whitespace.
final class GeneratedJson {
    private static final String[] SCALARS = {
        "null", "true", "false", "0", "-0.0", "12345678901234567890", "1E-7", "\"\"", "\"ü😀 \\\" \\\\ \\u00e9\""
    };

    private GeneratedJson() {}

    static String value(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 ->
                "[" + value(random, depth - 1) + space(random) + "," + space(random) + value(random, depth - 1) + "]";
            case 2 ->
                object(random, Map.of("x", value(random, depth - 1), "y", value(random, depth - 1)))
                        .strip();
            default -> SCALARS[random.nextInt(SCALARS.length)];
        };
    }

    static String object(Random random, Map<String, String> members) {
        var text = new StringBuilder(space(random)).append('{');
        var comma = "";
        for (var member : members.entrySet()) {
            text.append(comma)
                    .append(space(random))
                    .append('"')
                    .append(member.getKey())
                    .append('"')
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(member.getValue())
                    .append(space(random));
            comma = ",";
        }
        return text.append('}').append(space(random)).toString();
    }

    private static String space(Random random) {
        return " \n\t\r".substring(0, random.nextInt(5));
    }
}
