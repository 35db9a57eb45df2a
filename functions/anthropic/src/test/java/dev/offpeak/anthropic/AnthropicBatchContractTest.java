package dev.offpeak.anthropic;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import dev.offpeak.testkit.BatchApiContract;
import dev.offpeak.wire.http.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@SuppressWarnings("NullAway.Init") // set before every test
class AnthropicBatchContractTest extends BatchApiContract {
    private Simulator simulator;
    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorConfig.defaults().withSpeed(0.001));
        provider = Anthropic.provider(new AnthropicSettings(
                URI.create(simulator.anthropicUrl()), () -> "sk-test", Timeouts.DEFAULT, new AccountId("main")));
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Override
    protected Request request(int number) {
        return new Request(
                new Endpoint("/v1/messages"),
                Headers.NONE,
                Body.of("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":16,\"messages\":"
                        + "[{\"role\":\"user\",\"content\":\"question " + number + "\"}]}"));
    }

    @Override
    protected Instant now() {
        return simulator.now();
    }

    @Override
    protected void pass(Duration time) {
        simulator.settle();
        simulator.advance(time);
    }
}
