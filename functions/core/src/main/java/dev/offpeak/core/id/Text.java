package dev.offpeak.core.id;

import java.util.regex.Pattern;

final class Text {
    private Text() {}

    static void require(String what, String value, Pattern shape) {
        if (!shape.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " \"" + clip(value) + "\" does not match " + shape);
        }
    }

    private static String clip(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
