package dev.offpeak.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.offpeak.simulator.admin.AdminApi;
import dev.offpeak.simulator.admin.Control;
import dev.offpeak.simulator.anthropic.Anthropic;
import dev.offpeak.simulator.batch.BatchEngine;
import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.bill.PriceBook;
import dev.offpeak.simulator.clock.VirtualClock;
import dev.offpeak.simulator.clock.VirtualClock.Anchor;
import dev.offpeak.simulator.faults.FaultPlan;
import dev.offpeak.simulator.faults.FaultRule;
import dev.offpeak.simulator.ground.Ground;
import dev.offpeak.simulator.http.Abandoned;
import dev.offpeak.simulator.http.Gateway;
import dev.offpeak.simulator.http.Hash;
import dev.offpeak.simulator.http.Ids;
import dev.offpeak.simulator.journal.Entry;
import dev.offpeak.simulator.journal.Journal;
import dev.offpeak.simulator.journal.JournaledBatches;
import dev.offpeak.simulator.openai.OpenAi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Both providers on a port of this machine, with their time and troubles under control.
public final class Simulator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final ExecutorService threads;
    private final Control control;
    private final Folder folder;

    private Simulator(HttpServer server, ExecutorService threads, Control control, Folder folder) {
        this.server = server;
        this.threads = threads;
        this.control = control;
        this.folder = folder;
    }

    public static Simulator start(SimulatorConfig config) throws IOException {
        // without it every small answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), config.port()), 1_024);
        DataDirectory data = DataDirectory.open(config);
        Journal journal = Journal.open(data.path().resolve("journal.ndjson"));
        Control control = wire(config, data.path(), journal);
        Ids requestIds = new Ids(config.seed() + 1);
        server.createContext(
                "/openai", new Gateway(control.openAi(), control.faults(), requestIds, control.abandoned()));
        server.createContext(
                "/anthropic", new Gateway(control.anthropic(), control.faults(), requestIds, control.abandoned()));
        server.createContext("/admin", new AdminApi(control));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.start();
        return new Simulator(server, threads, control, new Folder(data, journal));
    }

    private static Control wire(SimulatorConfig config, Path directory, Journal journal) throws IOException {
        JournaledBatches batches = new JournaledBatches(journal);
        PriceBook prices = PriceBook.load();
        Bill bill = new Bill(prices, directory, batches::isSettled);
        VirtualClock clock = clock(config, journal);
        BatchEngine engine = new BatchEngine(clock, config.medianTurnaround(), bill, batches);
        Ids ids = new Ids(seed(config, journal));
        Ground ground = new Ground(directory, journal, batches, prices, bill, engine, ids, clock);
        OpenAi openAi = new OpenAi(ground, new OpenAi.Limits(config.requestsPerMinute(), config.enqueuedTokens()));
        Anthropic anthropic =
                new Anthropic(ground, new Anthropic.Limits(config.requestsPerMinute(), 4_000, config.queuedRequests()));
        journal.add(new Entry.Started(config.speed()));
        return new Control(clock, engine, new FaultPlan(), bill, openAi, anthropic, new Abandoned());
    }

    /// Goes on where the last process's clock would be by now. What its administrator did to the speed holds, unless
    /// this process is told another speed than the last one was.
    private static VirtualClock clock(SimulatorConfig config, Journal journal) {
        InstantSource real = InstantSource.system();
        Optional<Double> asked =
                journal.past(Entry.Started.class).map(Entry.Started::speed).reduce((earlier, later) -> later);
        VirtualClock clock = new VirtualClock(
                real,
                journal.past(Entry.ClockSet.class)
                        .reduce((earlier, later) -> later)
                        .map(set -> new Anchor(set.real(), set.virtual(), set.speed()))
                        .orElseGet(() -> firstAnchor(config, real.instant())),
                anchor -> journal.add(new Entry.ClockSet(anchor.real(), anchor.virtual(), anchor.speed())));
        if (asked.isPresent() && asked.get() != config.speed()) {
            clock.setSpeed(config.speed());
        }
        return clock;
    }

    private static Anchor firstAnchor(SimulatorConfig config, Instant now) {
        Instant since = config.since().orElse(now);
        return new Anchor(since, since, config.speed());
    }

    /// Each process over the same folder mints identifiers of its own.
    private static long seed(SimulatorConfig config, Journal journal) {
        long earlier = journal.past(Entry.Started.class).count();
        return earlier == 0 ? config.seed() : Hash.mix(config.seed() + earlier);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The base URL for an OpenAI client.
    public String openAiUrl() {
        return baseUrl() + "/openai/v1";
    }

    /// The base URL for an Anthropic client, which adds `/v1` itself.
    public String anthropicUrl() {
        return baseUrl() + "/anthropic";
    }

    /// The virtual present.
    public Instant now() {
        return control.clock().instant();
    }

    /// The clock itself, for code under test that should share the simulator's time.
    public InstantSource clock() {
        return control.clock();
    }

    /// Skips virtual time and returns when every batch that fell due has its results.
    public void advance(Duration by) {
        control.clock().advance(by);
        settle();
    }

    /// Waits until created batches are inspected and due batches have their results.
    public void settle() {
        if (!control.engine().catchUp(PATIENCE)) {
            throw new IllegalStateException("batches still busy after " + PATIENCE);
        }
    }

    public void setSpeed(double speed) {
        control.clock().setSpeed(speed);
    }

    public void addFault(FaultRule rule) {
        control.faults().add(rule);
    }

    public void clearFaults() {
        control.faults().clear();
    }

    /// As `GET /admin/bill`.
    public ObjectNode bill() {
        return control.bill().toJson();
    }

    /// As `GET /admin/bill?detail=true`: the NDJSON file with one line per paid unit.
    public Path billDetail() {
        return control.bill().detail();
    }

    /// As `GET /admin/state`.
    public ObjectNode state() {
        return control.state();
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        control.engine().close();
        control.bill().close();
        folder.journal().close();
        folder.data().close();
    }

    private record Folder(DataDirectory data, Journal journal) {}

    private record DataDirectory(Path path, boolean temporary) {
        static DataDirectory open(SimulatorConfig config) throws IOException {
            return config.data().isPresent()
                    ? new DataDirectory(Files.createDirectories(config.data().get()), false)
                    : new DataDirectory(Files.createTempDirectory("simulator"), true);
        }

        void close() throws IOException {
            if (!temporary) {
                return;
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
