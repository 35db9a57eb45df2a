package dev.offpeak.core.provider;

import static dev.offpeak.core.Samples.ACCOUNT;
import static dev.offpeak.core.Samples.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.FakeDialect;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final ProviderId ANTHROPIC = new ProviderId("anthropic");

    @Test
    void a_provider_is_found_by_the_name_its_dialect_gives_it() {
        var openai = provider(OPENAI);
        var providers = new Providers(List.of(openai));
        assertThat(providers.find(OPENAI)).contains(openai);
        assertThat(providers.get(OPENAI)).isSameAs(openai);
        assertThat(providers.find(ANTHROPIC)).isEmpty();
    }

    @Test
    void a_missing_provider_is_reported_beside_those_there_are() {
        assertThatThrownBy(() -> new Providers(List.of(provider(OPENAI))).get(ANTHROPIC))
                .hasMessage("provider anthropic is not configured; configured: [openai]");
    }

    @Test
    void names_are_listed_as_configured() {
        assertThat(new Providers(List.of(provider(OPENAI), provider(ANTHROPIC))).ids())
                .containsExactly(OPENAI, ANTHROPIC);
    }

    @Test
    void a_provider_configured_twice_is_refused() {
        assertThatThrownBy(() -> new Providers(List.of(provider(OPENAI), provider(OPENAI))))
                .hasMessage("provider openai is configured twice");
    }

    private static Provider provider(ProviderId id) {
        return new Provider(
                new FakeDialect(id, new Inspection.Batchable("m", 0)),
                (model, at) -> Optional.empty(),
                List.of(new Account(
                        ACCOUNT,
                        new AccountLimits(1, 1, AccountLimits.Per.MODEL, 1, 1),
                        new NoBatches(),
                        (request, timeout) -> new SyncApi.SyncOutcome.NotSent("nobody is there"))));
    }

    private static final class NoBatches implements BatchApi {
        @Override
        public UploadOutcome upload(BundleId bundle, Lines lines) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CreateOutcome create(BatchOrder order, Lines lines) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LookupOutcome find(BatchId batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LookupOutcome cancel(BatchId batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SightingsOutcome createdSince(Instant since) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean forget(String upload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream openResults(ResultFile file) {
            throw new UnsupportedOperationException();
        }
    }
}
