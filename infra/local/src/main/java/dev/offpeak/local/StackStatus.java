package dev.offpeak.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// What runs, where, and how it is doing.
public record StackStatus(URI gateway, List<Service> services, List<Function> functions) {

    public StackStatus {
        services = List.copyOf(services);
        functions = List.copyOf(functions);
    }

    /// An AWS service; the pid is 0 when it is an external endpoint.
    public record Service(String name, URI address, long pid, boolean alive) {}

    /// @param pids its warm processes, one invocation at a time each
    public record Function(String id, List<Long> pids, long invocations, long errors, Path log) {
        public Function {
            pids = List.copyOf(pids);
        }
    }
}
