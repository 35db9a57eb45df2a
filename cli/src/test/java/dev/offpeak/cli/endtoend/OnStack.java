package dev.offpeak.cli.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a running stack: one for all classes, started for the first of them and stopped after the last.
final class OnStack implements ExecutionCondition, ParameterResolver {
    /// Closed by JUnit.
    private record Shared(World world, Path home) implements AutoCloseable {
        static Shared start() {
            try {
                var home = Files.createTempDirectory("offpeak-endtoend");
                return new Shared(new World(World.project(), home), home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            world.close();
            try (var files = Files.walk(home)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return World.isPackaged() || Boolean.getBoolean("endtoend.required")
                ? ConditionEvaluationResult.enabled("the functions are packaged, or have to be")
                : ConditionEvaluationResult.disabled(
                        "the functions are not packaged; ./offpeak test packages them first");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(OnStack.class))
                .computeIfAbsent("stack", name -> Shared.start(), Shared.class)
                .world();
    }
}
