package dev.offpeak.core.id;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.id.CallerIds.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallerIdsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final ProviderId OPENAI = new ProviderId("openai");
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.123Z");

    private static final Signer SIGNER = message -> JobIds.sha256("key" + new String(message, ISO_8859_1));

    private final CallerIds ids = new CallerIds(SIGNER);
    private final CallerName name = CallerName.fresh(NOW, new Random(1));

    @Test
    void an_id_leads_back_to_its_name() {
        for (var kind : Kind.values()) {
            var id = ids.id(kind, OPENAI, ACME, name);
            assertThat(id).matches("[0-9a-z]{37}").startsWith(name.value());
            assertThat(ids.name(kind, OPENAI, ACME, id)).contains(name);
        }
    }

    @Test
    void an_id_proves_nothing_for_another_tenant_provider_or_kind() {
        var id = ids.id(Kind.BATCH, OPENAI, ACME, name);
        assertThat(ids.name(Kind.BATCH, OPENAI, new TenantId("acmf"), id)).isEmpty();
        assertThat(ids.name(Kind.BATCH, new ProviderId("anthropic"), ACME, id)).isEmpty();
        assertThat(ids.name(Kind.INPUT, OPENAI, ACME, id)).isEmpty();
        assertThat(ids.fileKind(OPENAI, ACME, id)).isEmpty();
    }

    @Test
    void a_files_id_tells_its_kind() {
        for (var kind : new Kind[] {Kind.INPUT, Kind.OUTPUT, Kind.ERRORS}) {
            assertThat(ids.fileKind(OPENAI, ACME, ids.id(kind, OPENAI, ACME, name)))
                    .contains(kind);
        }
    }

    @Test
    void what_is_no_id_proves_nothing() {
        var id = ids.id(Kind.BATCH, OPENAI, ACME, name);
        var changed = (id.startsWith("0") ? "1" : "0") + id.substring(1);
        for (var text :
                new String[] {"", "x", changed, id.substring(1), id + "0", id.toUpperCase(Locale.ROOT), "u".repeat(37)
                }) {
            assertThat(ids.name(Kind.BATCH, OPENAI, ACME, text)).as(text).isEmpty();
        }
    }

    @Test
    void a_callers_id_is_no_jobs_id() {
        var id = ids.id(Kind.BATCH, OPENAI, ACME, name);
        assertThat(new JobIds(SIGNER).proves(new JobId(JobId.PREFIX + id), ACME))
                .isFalse();
    }

    @Test
    void names_are_in_the_order_of_time() {
        var random = new Random(2);
        var names = Stream.of(0L, 1L, 31L, 32L, 1_000L, 86_400_000L, 31_536_000_000L)
                .map(later -> CallerName.fresh(NOW.plusMillis(later), random))
                .toList();
        assertThat(names).isSorted();
        assertThatThrownBy(() -> new CallerName("short")).hasMessageContaining("name \"short\"");
    }
}
