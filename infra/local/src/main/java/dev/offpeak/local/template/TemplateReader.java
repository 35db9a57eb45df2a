package dev.offpeak.local.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a SAM template into a [Template]; a resource or property it does not know is an error, never ignored.
public final class TemplateReader {

    /// Resources that guard or observe in the cloud and have no part in a local run.
    private static final Set<String> CLOUD_ONLY = Set.of(
            "AWS::IAM::Role",
            "AWS::S3::BucketPolicy",
            "AWS::Logs::LogGroup",
            "AWS::Logs::MetricFilter",
            "AWS::CloudWatch::Alarm",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Url",
            "AWS::ApiGateway::RestApi",
            // its words are in RestApi's answer, too, and a test holds the two together
            "AWS::ApiGateway::GatewayResponse",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::Stage");

    private TemplateReader() {}

    public static Template read(Path file, Map<String, String> parameters) {
        try {
            return read(Files.readString(file), parameters);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the template " + file + " cannot be read", unreadable);
        }
    }

    /// @param parameters values that replace the defaults of the template's parameters
    public static Template read(String yaml, Map<String, String> parameters) {
        Node bare = new Node("", CfnYaml.load(yaml), new Intrinsics(Map.of(), Map.of()));
        Node root = new Node("", bare.value(), new Intrinsics(values(bare, parameters), conditions(bare)));
        Map<String, Node> resources = new LinkedHashMap<>(root.at("Resources").map());
        resources
                .values()
                .removeIf(resource -> resource.find("Condition")
                        .map(Node::string)
                        .filter(name -> !root.intrinsics().holds(name))
                        .isPresent());
        return classify(root, resources);
    }

    private static Template classify(Node root, Map<String, Node> resources) {
        FunctionReader functions = new FunctionReader(root);
        RouteReader routes = new RouteReader(resources);
        List<Template.Table> tables = new ArrayList<>();
        List<Template.Queue> queues = new ArrayList<>();
        List<Template.Bucket> buckets = new ArrayList<>();
        List<Template.Function> hosted = new ArrayList<>();
        List<Template.Route> doors = new ArrayList<>();
        resources.forEach((id, resource) -> {
            Node where = new Node(id, resource.value(), resource.intrinsics());
            String type = where.at("Type").string();
            switch (type) {
                case "AWS::DynamoDB::Table" -> tables.add(StorageReader.table(id, where.at("Properties")));
                case "AWS::SQS::Queue" -> queues.add(StorageReader.queue(id, where.at("Properties")));
                case "AWS::S3::Bucket" -> buckets.add(StorageReader.bucket(id, where.at("Properties")));
                case "AWS::Serverless::Function" -> hosted.add(functions.read(id, where.at("Properties")));
                case "AWS::ApiGateway::Method" -> doors.add(routes.read(where.at("Properties")));
                case "AWS::ApiGateway::Resource" -> where.at("Properties").at("PathPart");
                default -> {
                    if (!CLOUD_ONLY.contains(type)) {
                        throw new TemplateException(id, "the type " + type + " is not known to the local stack");
                    }
                }
            }
        });
        return new Template(tables, queues, buckets, hosted, doors);
    }

    private static Map<String, String> values(Node root, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        root.find("Parameters").map(Node::map).orElse(Map.of()).forEach((name, parameter) -> {
            String value = given.get(name);
            values.put(name, value != null ? value : parameter.at("Default").string());
        });
        return values;
    }

    private static Map<String, Object> conditions(Node root) {
        Map<String, Object> conditions = new HashMap<>();
        root.find("Conditions")
                .map(Node::map)
                .orElse(Map.of())
                .forEach((name, body) -> conditions.put(name, body.value()));
        return conditions;
    }
}
