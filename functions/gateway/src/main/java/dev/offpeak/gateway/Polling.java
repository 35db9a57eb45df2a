package dev.offpeak.gateway;

import dev.offpeak.gateway.runtime.StreamingLoop;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/// Starts the poll loop with the application, natively and on the JVM alike; tests call the handler themselves.
@Singleton
public class Polling {
    private final GatewayHandler handler;
    private final List<Runnable> endings = new ArrayList<>();

    @Inject
    public Polling(GatewayHandler handler) {
        this.handler = handler;
    }

    void start(@Observes StartupEvent event) {
        if (System.getenv("AWS_LAMBDA_RUNTIME_API") != null) {
            new StreamingLoop(handler::handle, LaunchMode.current()).startPollLoop(new Endings(endings));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        endings.forEach(Runnable::run);
    }

    private record Endings(List<Runnable> tasks) implements ShutdownContext {
        @Override
        public void addShutdownTask(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void addLastShutdownTask(Runnable task) {
            tasks.add(task);
        }
    }
}
