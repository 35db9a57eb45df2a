package dev.offpeak.local.template;

import dev.offpeak.local.template.Template.Route;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Reads API Gateway methods; the resource path is found by following parents up to the root.
final class RouteReader {

    private static final String REST_DEFAULT_TIMEOUT = "29000";

    private final Map<String, Node> resources;

    RouteReader(Map<String, Node> resources) {
        this.resources = resources;
    }

    Route read(Node properties) {
        properties.knows(Set.of("RestApiId", "ResourceId", "HttpMethod", "AuthorizationType", "Integration"));
        Node integration = properties
                .at("Integration")
                .knows(Set.of("Type", "IntegrationHttpMethod", "ResponseTransferMode", "TimeoutInMillis", "Uri"));
        String type = integration.at("Type").string();
        if (!type.equals("AWS_PROXY")) {
            throw new TemplateException(integration.path(), "the type " + type + " is not known to the local stack");
        }
        String millis = integration.find("TimeoutInMillis").map(Node::string).orElse(REST_DEFAULT_TIMEOUT);
        return new Route(
                path(properties.at("ResourceId")),
                properties.at("HttpMethod").string(),
                function(integration.at("Uri")),
                Duration.ofMillis(Long.parseLong(millis)),
                integration
                        .find("ResponseTransferMode")
                        .filter(mode -> mode.string().equals("STREAM"))
                        .isPresent());
    }

    private String path(Node resourceId) {
        if (!(resourceId.text() instanceof Text.Reference(var id, var attribute))) {
            throw new TemplateException(resourceId.path(), "a resource was expected");
        }
        if (attribute.equals("RootResourceId")) {
            return "/";
        }
        Node resource = resources.get(id);
        if (resource == null) {
            throw new TemplateException(resourceId.path(), id + " is not defined");
        }
        Node properties = resource.at("Properties");
        String parent = path(properties.at("ParentId"));
        return (parent.equals("/") ? "" : parent) + "/"
                + properties.at("PathPart").string();
    }

    // The invocation address embeds the function's ARN, the only reference in it.
    private static String function(Node uri) {
        if (uri.text() instanceof Text.Joined(var parts)) {
            for (Text part : parts) {
                if (part instanceof Text.Reference(var function, var attribute) && attribute.equals("Arn")) {
                    return function;
                }
            }
        }
        throw new TemplateException(uri.path(), "no ${Function.Arn} in it");
    }
}
