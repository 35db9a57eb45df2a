package dev.offpeak.emulators;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.Limits;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.AutoCreateQueuesConfig;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;

/// ElasticMQ with the limits of SQS, bound to the loopback interface; queues and messages can live in an H2 file.
final class SqsEmulator {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SqsEmulator() {}

    static int start(int port, Optional<Path> data, Pace pace) throws Exception {
        ActorSystem system = ActorSystem.create("elasticmq");
        Limits limits = StrictSQSLimits$.MODULE$;
        NowProvider now = new Now(pace);
        Option<ActorRef> store = data.isPresent() ? Option.apply(store(system, data.get())) : Option.empty();
        ActorRef queues =
                system.actorOf(Props.create(QueueManagerActor.class, () -> new QueueManagerActor(now, limits, store)));
        if (store.isDefined()) {
            restore(store.get(), queues);
        }
        return new TheSQSRestServerBuilder(
                        Option.apply(system),
                        Option.apply(queues),
                        "127.0.0.1",
                        port,
                        new NodeAddress("http", "127.0.0.1", port, ""),
                        port == 0,
                        limits,
                        "us-east-1",
                        "000000000000",
                        store,
                        AutoCreateQueuesConfig.disabled())
                .start()
                .waitUntilStarted()
                .localAddress()
                .getPort();
    }

    private static ActorRef store(ActorSystem system, Path data) throws java.io.IOException {
        Files.createDirectories(data);
        // H2 keeps what it committed to itself for half a second, unless told not to; a kill in that time would take
        // messages along that were answered for.
        String uri = "jdbc:h2:" + data.toAbsolutePath().resolve("queues") + ";WRITE_DELAY=0";
        var settings = new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
        return system.actorOf(Props.create(
                SqlQueuePersistenceActor.class, () -> new SqlQueuePersistenceActor(settings, List$.MODULE$.empty())));
    }

    private static void restore(ActorRef store, ActorRef queues) throws Exception {
        Object answer = Patterns.ask(store, new QueueEvent.Restore(queues), PATIENCE)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer instanceof scala.util.Left<?, ?> errors) {
            throw new IllegalStateException("queues could not be restored: " + errors.value());
        }
    }

    /// By which delays, hiding and the times on messages are reckoned.
    private static final class Now extends NowProvider {
        private final Pace pace;

        Now(Pace pace) {
            this.pace = pace;
        }

        @Override
        public long nowMillis() {
            return pace.at(Instant.now()).toEpochMilli();
        }

        @Override
        public OffsetDateTime now() {
            return pace.at(Instant.now()).atOffset(ZoneOffset.UTC);
        }
    }
}
