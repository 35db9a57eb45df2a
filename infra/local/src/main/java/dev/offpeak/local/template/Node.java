package dev.offpeak.local.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A place in the template with its path, so that every complaint can name it.
record Node(String path, Object value, Intrinsics intrinsics) {

    Node at(String key) {
        return find(key).orElseThrow(() -> new TemplateException(path, key + " is missing"));
    }

    Optional<Node> find(String key) {
        return Optional.ofNullable(map().get(key));
    }

    /// The children by name; intrinsic `Fn::If` at this place is decided first.
    Map<String, Node> map() {
        if (!(intrinsics.decide(value) instanceof Map<?, ?> raw)) {
            throw new TemplateException(path, "a mapping was expected");
        }
        Map<String, Node> children = new LinkedHashMap<>();
        raw.forEach((key, child) -> {
            if (child != null) {
                children.put(key.toString(), new Node(path + "." + key, child, intrinsics));
            }
        });
        return children;
    }

    List<Node> list() {
        if (!(intrinsics.decide(value) instanceof List<?> raw)) {
            throw new TemplateException(path, "a list was expected");
        }
        List<Node> items = new ArrayList<>();
        for (Object item : raw) {
            items.add(new Node(path + "[" + items.size() + "]", item, intrinsics));
        }
        return items;
    }

    Text text() {
        return intrinsics.text(path, value);
    }

    String string() {
        if (text() instanceof Text.Literal(var literal)) {
            return literal;
        }
        throw new TemplateException(path, "a plain value was expected, not " + value);
    }

    int integer() {
        try {
            return new BigDecimal(string()).intValueExact();
        } catch (ArithmeticException | NumberFormatException notWhole) {
            throw new TemplateException(path, "a whole number was expected, not " + value);
        }
    }

    boolean bool() {
        return Boolean.parseBoolean(string());
    }

    /// The resource that a `!GetAtt X.Arn` or `!Ref X` at this place names.
    String resource() {
        if (text() instanceof Text.Reference(var resource, var _)) {
            return resource;
        }
        throw new TemplateException(path, "a reference to a resource was expected, not " + value);
    }

    /// Refuses keys that a local run would silently play wrong.
    Node knows(Set<String> keys) {
        for (String key : map().keySet()) {
            if (!keys.contains(key)) {
                throw new TemplateException(path, key + " is not known to the local stack");
            }
        }
        return this;
    }
}
