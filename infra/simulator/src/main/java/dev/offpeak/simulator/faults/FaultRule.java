package dev.offpeak.simulator.faults;

/// When which operation misbehaves, and how.
///
/// @param operation an operation name, or a prefix ending in `*` such as `openai.batches.*`
/// @param nth the first matching call that is hit, counted from 1 since the rule was added
/// @param probability the chance that an eligible call is hit
/// @param times how often the rule fires at most
public record FaultRule(String operation, int nth, double probability, int times, Effect effect) {

    public FaultRule {
        if (nth < 1 || times < 1 || !(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("need nth >= 1, times >= 1 and probability in (0, 1]: " + operation);
        }
    }

    /// A rule that fires on every matching call.
    public static FaultRule on(String operation, Effect effect) {
        return new FaultRule(operation, 1, 1, Integer.MAX_VALUE, effect);
    }

    public FaultRule nth(int newNth) {
        return new FaultRule(operation, newNth, probability, times, effect);
    }

    public FaultRule times(int newTimes) {
        return new FaultRule(operation, nth, probability, newTimes, effect);
    }

    public FaultRule probability(double newProbability) {
        return new FaultRule(operation, nth, newProbability, times, effect);
    }

    boolean matches(String name) {
        return operation.endsWith("*")
                ? name.startsWith(operation.substring(0, operation.length() - 1))
                : name.equals(operation);
    }
}
