package dev.offpeak.local.cloud;

import dev.offpeak.local.template.Template;
import dev.offpeak.local.template.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Local names of the template's resources: `JobsTable` is `offpeak-jobs-table`, in every run.
public final class LocalNames implements Text.Names {

    private static final String ARN = "arn:aws:%s:us-east-1:000000000000:%s";

    private final Set<String> tables;
    private final Set<String> buckets;
    private final Map<String, String> queueUrls;

    LocalNames(Template template, Map<String, String> queueUrls) {
        this.tables = template.tables().stream().map(Template.Table::id).collect(Collectors.toUnmodifiableSet());
        this.buckets = template.buckets().stream().map(Template.Bucket::id).collect(Collectors.toUnmodifiableSet());
        this.queueUrls = Map.copyOf(queueUrls);
    }

    /// The physical name of a resource.
    public static String name(String id) {
        return "offpeak-" + id.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    public static String queueArn(String id) {
        return String.format(Locale.ROOT, ARN, "sqs", name(id));
    }

    /// Queue URLs by the queues' ids.
    public Map<String, String> queueUrls() {
        return queueUrls;
    }

    @Override
    public String of(String resource, String attribute) {
        if (tables.contains(resource) && attribute.equals("Ref")) {
            return name(resource);
        }
        if (buckets.contains(resource) && attribute.equals("Ref")) {
            return name(resource);
        }
        String url = queueUrls.get(resource);
        if (url != null) {
            return switch (attribute) {
                case "Ref", "QueueUrl" -> url;
                case "Arn" -> queueArn(resource);
                default -> name(resource);
            };
        }
        throw new IllegalStateException("template.yaml: " + resource + "." + attribute + " has no local value");
    }
}
