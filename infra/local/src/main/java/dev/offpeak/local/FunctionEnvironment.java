package dev.offpeak.local;

import dev.offpeak.local.cloud.Cloud;
import dev.offpeak.local.template.Template;
import dev.offpeak.local.template.Text;
import java.util.HashMap;
import java.util.Map;

/// Builds a function's environment: the template's variables with local values, and what Lambda itself adds.
final class FunctionEnvironment {

    // No emulator plays SSM. A function that may read a secret in the cloud gets its value here, and no other does.
    private static final String ID_SECRET = "OFFPEAK_ID_SECRET_PARAMETER";
    private static final String OPENAI_KEY = "OFFPEAK_OPENAI_KEY_PARAMETER";
    private static final String ANTHROPIC_KEY = "OFFPEAK_ANTHROPIC_KEY_PARAMETER";

    private final StackOptions options;
    private final Cloud.Addresses addresses;
    private final Text.Names names;
    private final String idSecret;

    FunctionEnvironment(StackOptions options, Cloud.Addresses addresses, Text.Names names, String idSecret) {
        this.options = options;
        this.addresses = addresses;
        this.names = names;
        this.idSecret = idSecret;
    }

    Map<String, String> of(Template.Function function) {
        Map<String, String> variables = new HashMap<>();
        function.environment().forEach((name, value) -> variables.put(name, value.in(names)));
        replace(variables, ID_SECRET, "OFFPEAK_ID_SECRET", idSecret);
        replace(variables, OPENAI_KEY, "OPENAI_API_KEY", options.providers().openAiKey());
        replace(
                variables,
                ANTHROPIC_KEY,
                "ANTHROPIC_API_KEY",
                options.providers().anthropicKey());
        variables.computeIfPresent("OFFPEAK_AUTH", (name, cloud) -> "none");
        putLambda(variables, function);
        putAddresses(variables);
        variables.putAll(options.tuning().pace().variables());
        variables.putAll(options.environment().getOrDefault("*", Map.of()));
        variables.putAll(options.environment().getOrDefault(function.id(), Map.of()));
        return variables;
    }

    private static void replace(Map<String, String> variables, String parameter, String name, String value) {
        if (variables.remove(parameter) != null) {
            variables.put(name, value);
        }
    }

    private static void putLambda(Map<String, String> variables, Template.Function function) {
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.id());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(function.code().memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.id());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("_HANDLER", function.code().handler());
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", Cloud.ACCESS_KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", Cloud.SECRET_KEY);
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    private void putAddresses(Map<String, String> variables) {
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", addresses.dynamoDb().toString());
        variables.put("AWS_ENDPOINT_URL_SQS", addresses.sqs().toString());
        variables.put("AWS_ENDPOINT_URL_S3", addresses.s3().toString());
        variables.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", addresses.dynamoDb().toString());
        variables.put("QUARKUS_SQS_ENDPOINT_OVERRIDE", addresses.sqs().toString());
        variables.put("QUARKUS_S3_ENDPOINT_OVERRIDE", addresses.s3().toString());
        variables.put("QUARKUS_S3_PATH_STYLE_ACCESS", "true");
    }
}
