package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keys of the real providers; never printed, never written to a file.
public record ProviderKeys(String openAi, String anthropic) {
    private static final String OPENAI = "OPENAI_API_KEY";
    private static final String ANTHROPIC = "ANTHROPIC_API_KEY";

    /// Both keys from the environment.
    ///
    /// @throws Trouble naming the variables that are missing
    public static ProviderKeys from(Map<String, String> environment) {
        List<String> missing = new ArrayList<>();
        for (String name : List.of(OPENAI, ANTHROPIC)) {
            if (environment.getOrDefault(name, "").isBlank()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new Trouble("--real talks to the real providers and needs " + String.join(" and ", missing)
                    + " in the environment; without --real both are simulated");
        }
        return new ProviderKeys(environment.getOrDefault(OPENAI, ""), environment.getOrDefault(ANTHROPIC, ""));
    }

    @Override
    public String toString() {
        return "ProviderKeys[hidden]";
    }
}
