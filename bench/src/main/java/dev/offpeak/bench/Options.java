package dev.offpeak.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `--name=value` arguments over defaults; a name without a default is refused.
record Options(Map<String, String> values) {
    Options {
        values = Map.copyOf(values);
    }

    /// @param defaults such as `rounds=3 objects=s3`
    static Options parse(String defaults, String... arguments) {
        var values = new TreeMap<String, String>();
        for (var item : defaults.split(" ")) {
            values.put(item.substring(0, item.indexOf('=')), item.substring(item.indexOf('=') + 1));
        }
        var known = Map.copyOf(values);
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            var name = argument.substring(0, equals < 0 ? argument.length() : equals);
            if (equals < 0 || !name.startsWith("--") || !known.containsKey(name.substring(2))) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + "; the options and their defaults are " + shown(known));
            }
            values.put(name.substring(2), argument.substring(equals + 1));
        }
        return new Options(values);
    }

    String text(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no option " + name);
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name).replace("_", ""));
    }

    /// @return the value, which is one of `allowed`
    String oneOf(String name, String... allowed) {
        var value = text(name);
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException("--" + name + "=" + value + " is not one of " + List.of(allowed));
        }
        return value;
    }

    Options with(String name, String value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new Options(more);
    }

    /// As arguments that parse back.
    List<String> arguments() {
        return shown(values);
    }

    private static List<String> shown(Map<String, String> values) {
        var shown = new ArrayList<String>();
        new TreeMap<>(values).forEach((name, value) -> shown.add("--" + name + "=" + value));
        return shown;
    }
}
