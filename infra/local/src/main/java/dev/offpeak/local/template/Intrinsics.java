package dev.offpeak.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evaluates CloudFormation functions as far as parameters and conditions allow; resources stay references.
final class Intrinsics {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}!]+)}");
    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::Region", "us-east-1",
            "AWS::AccountId", "000000000000",
            "AWS::Partition", "aws",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "offpeak");

    private final Map<String, String> parameters;
    private final Map<String, Object> conditions;

    Intrinsics(Map<String, String> parameters, Map<String, Object> conditions) {
        this.parameters = Map.copyOf(parameters);
        this.conditions = Map.copyOf(conditions);
    }

    Text text(String path, Object raw) {
        Object value = decide(raw);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return new Text.Literal(value.toString());
        }
        if (value instanceof Map<?, ?> call && call.size() == 1) {
            var entry = call.entrySet().iterator().next();
            return apply(path, entry.getKey().toString(), entry.getValue());
        }
        throw new TemplateException(path, "not a text: " + raw);
    }

    /// Replaces `Fn::If` by the branch its condition picks.
    Object decide(Object raw) {
        if (raw instanceof Map<?, ?> call && call.get("Fn::If") instanceof List<?> branches && branches.size() == 3) {
            return decide(holds(branches.getFirst().toString()) ? branches.get(1) : branches.get(2));
        }
        return raw;
    }

    boolean holds(String condition) {
        Object body = conditions.get(condition);
        if (body == null) {
            throw new TemplateException("Conditions." + condition, "is not defined");
        }
        return test("Conditions." + condition, body);
    }

    private boolean test(String path, Object body) {
        if (body instanceof Map<?, ?> call) {
            if (call.get("Fn::Equals") instanceof List<?> pair && pair.size() == 2) {
                return text(path, pair.get(0)).equals(text(path, pair.get(1)));
            }
            if (call.get("Fn::Not") instanceof List<?> inner && inner.size() == 1) {
                return !test(path, inner.getFirst());
            }
            if (call.get("Condition") instanceof String other) {
                return holds(other);
            }
        }
        throw new TemplateException(path, "unknown condition " + body);
    }

    private Text apply(String path, String function, Object argument) {
        return switch (function) {
            case "Ref" -> reference(argument.toString());
            case "Fn::GetAtt" -> attribute(path, argument);
            case "Fn::Sub" -> {
                if (argument instanceof String template) {
                    yield substitute(template);
                }
                throw new TemplateException(path, "Fn::Sub with a variable map is not known to the local stack");
            }
            default -> throw new TemplateException(path, function + " is not known to the local stack");
        };
    }

    private Text reference(String name) {
        String known = parameters.getOrDefault(name, PSEUDO.get(name));
        return known != null ? new Text.Literal(known) : new Text.Reference(name, "Ref");
    }

    private static Text attribute(String path, Object argument) {
        if (argument instanceof List<?> pair && pair.size() == 2) {
            return new Text.Reference(pair.get(0).toString(), pair.get(1).toString());
        }
        String dotted = argument.toString();
        int dot = dotted.indexOf('.');
        if (dot < 1) {
            throw new TemplateException(path, "Fn::GetAtt needs Resource.Attribute, not " + argument);
        }
        return new Text.Reference(dotted.substring(0, dot), dotted.substring(dot + 1));
    }

    private Text substitute(String template) {
        List<Text> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        int copied = 0;
        while (matcher.find()) {
            parts.add(new Text.Literal(template.substring(copied, matcher.start())));
            String name = matcher.group(1);
            parts.add(name.contains(".") ? attribute("Fn::Sub", name) : reference(name));
            copied = matcher.end();
        }
        parts.add(new Text.Literal(template.substring(copied)));
        boolean literal = parts.stream().allMatch(Text.Literal.class::isInstance);
        Text joined = new Text.Joined(parts);
        return literal ? new Text.Literal(joined.in((resource, attribute) -> "")) : joined;
    }
}
