package dev.offpeak.bench.calls;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Counts requests as they go out, retries included, by the part of the system that was at work.
public final class CallCounter implements ExecutionInterceptor {
    /// @param operation such as `S3 PutObject`
    public record Call(String phase, String operation) implements Comparable<Call> {
        @Override
        public int compareTo(Call other) {
            int byPhase = phase.compareTo(other.phase);
            return byPhase != 0 ? byPhase : operation.compareTo(other.operation);
        }
    }

    private final Map<Call, Integer> counts = new TreeMap<>();
    private String phase = "";

    /// What is counted from here on is done by `name`.
    public synchronized void phase(String name) {
        phase = name;
    }

    public synchronized String phase() {
        return phase;
    }

    public synchronized Map<Call, Integer> counts() {
        return new TreeMap<>(counts);
    }

    @Override
    public synchronized void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        var operation = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + " "
                + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        counts.merge(new Call(phase, operation), 1, Integer::sum);
    }
}
