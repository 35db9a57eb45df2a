package dev.offpeak.testkit;

import java.util.Random;

/// JSON that no library gives back as it was: equal names, numbers beyond any type, halves of characters, odd spaces.
public final class OddJson {
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "-0",
        "1e400",
        "1E-7",
        "123456789012345678901234567890.10",
        "0.10",
        "\"\"",
        "\"ü😀\u2028\uFFFE\"",
        "\"\\u00e9\\ud83d\\u0000\"",
        "\"\\/\\\\\\\" data: \\n\\n\"",
        "\"usage\""
    };
    private static final String[] NAMES = {"x", "x", "usage", "stream", "é", "\\u0078", "", "a b"};

    private final Random random;

    public OddJson(long seed) {
        random = new Random(seed);
    }

    /// @param members written as members are, such as `"model":"m"`; each appears once among the others
    public String object(String... members) {
        var text = new StringBuilder(space()).append('{').append(space());
        for (var member : members) {
            for (int i = random.nextInt(3); i > 0; i--) {
                text.append(member(3)).append(',').append(space());
            }
            text.append(member).append(space()).append(',').append(space());
        }
        return text.append(member(3))
                .append(space())
                .append('}')
                .append(space())
                .toString();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    private String member(int depth) {
        return "\"odd-" + NAMES[below(NAMES.length)] + "\"" + space() + ":" + space() + value(depth) + space();
    }

    private String value(int depth) {
        return switch (depth == 0 ? 0 : below(4)) {
            case 1 -> "[" + value(depth - 1) + space() + "," + space() + value(depth - 1) + "]";
            case 2 -> "{" + member(depth - 1) + "," + space() + member(depth - 1) + "}";
            default -> SCALARS[below(SCALARS.length)];
        };
    }

    private String space() {
        return " \t \r\n".substring(0, below(6));
    }
}
