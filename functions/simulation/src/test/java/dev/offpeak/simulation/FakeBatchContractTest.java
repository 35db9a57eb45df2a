package dev.offpeak.simulation;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.testkit.BatchApiContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/// The providers of the simulation, as long as nothing is to go wrong with them, do what the real adapters do.
class FakeBatchContractTest {
    @Nested
    class OpenAi extends Contract {
        OpenAi() {
            super(new FakeOpenAi(), "/v1/chat/completions", FakeOpenAi.MODEL);
        }
    }

    @Nested
    class Anthropic extends Contract {
        Anthropic() {
            super(new FakeAnthropic(), "/v1/messages", FakeAnthropic.MODEL);
        }
    }

    abstract static class Contract extends BatchApiContract {
        private final VirtualTime time = new VirtualTime();
        private final FakeProvider fake;
        private final Provider provider;
        private final Endpoint endpoint;
        private final String model;

        Contract(Format format, String endpoint, String model) {
            fake = new FakeProvider(format, time, new Chance(1), Temper.MILD, Set.of());
            provider = new Provider(
                    format.dialect(),
                    format.prices(),
                    List.of(new Account(
                            new AccountId("main"),
                            new AccountLimits(
                                    AccountLimits.UNKNOWN, AccountLimits.UNKNOWN, AccountLimits.Per.MODEL, 100, 100),
                            fake,
                            fake)));
            this.endpoint = new Endpoint(endpoint);
            this.model = model;
        }

        @Override
        protected Provider provider() {
            return provider;
        }

        @Override
        protected Request request(int number) {
            var body = Body.of("{\"model\":\"" + model + "\",\"max_tokens\":16,\"messages\":"
                    + "[{\"role\":\"user\",\"content\":\"" + Prompt.name(number) + "\"}]}");
            fake.expect(Prompt.name(number), body);
            return new Request(endpoint, Headers.NONE, body);
        }

        @Override
        protected Instant now() {
            return time.now();
        }

        @Override
        protected void pass(Duration wait) {
            time.passQuietly(wait);
        }
    }
}
