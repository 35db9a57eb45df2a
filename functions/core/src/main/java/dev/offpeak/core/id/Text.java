package dev.offpeak.core.id;

final class Text {
    private Text() {}

    static void require(String what, String value, String pattern) {
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException(what + " \"" + clip(value) + "\" does not match " + pattern);
        }
    }

    private static String clip(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
