package dev.offpeak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.core.surface.Stretch;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [CallerFileStore] does; each test starts with an empty store.
public abstract class CallerFileStoreContract {
    private final CallerName name = CallerName.fresh(Samples.NOW, new Random(20261127));
    private final TenantId tenant = Samples.tenant();

    protected abstract CallerFileStore files();

    @Test
    void the_files_of_one_batch_are_told_apart() {
        var output = file(Kind.OUTPUT, Samples.NOW, Optional.of(Samples.NOW.plus(Samples.DAY)));
        var errors = file(Kind.ERRORS, Samples.NOW.plusMillis(1), Optional.empty());
        assertThat(files().add(output)).isEqualTo(Write.done());
        assertThat(files().add(errors)).isEqualTo(Write.done());
        assertThat(files().add(output.asHidden())).isEqualTo(Write.lost(output));
        assertThat(files().find(Kind.OUTPUT, name)).contains(output);
        assertThat(files().find(Kind.ERRORS, name)).contains(errors);
        assertThat(files().find(Kind.INPUT, name)).isEmpty();
    }

    @Test
    void a_list_is_walked_both_ways() {
        var old = file(Kind.INPUT, Samples.NOW, Optional.empty());
        var young = file(Kind.OUTPUT, Samples.NOW.plusMillis(5), Optional.empty());
        files().add(young);
        files().add(old);
        assertThat(files().list(tenant, Samples.OPENAI, new Stretch(Optional.empty(), false, 9)))
                .containsExactly(young, old);
        assertThat(files().list(tenant, Samples.OPENAI, new Stretch(Optional.of(young.place()), false, 9)))
                .containsExactly(old);
        assertThat(files().list(tenant, Samples.OPENAI, new Stretch(Optional.of(old.place()), true, 9)))
                .containsExactly(young);
        assertThat(files().list(Samples.tenant(), Samples.OPENAI, new Stretch(Optional.empty(), false, 9)))
                .isEmpty();
    }

    @Test
    void a_hidden_file_is_on_no_list_and_says_so() {
        var file = file(Kind.INPUT, Samples.NOW, Optional.empty());
        files().add(file);
        files().hide(file);
        assertThat(files().list(tenant, Samples.OPENAI, new Stretch(Optional.empty(), false, 9)))
                .isEmpty();
        assertThat(files().find(Kind.INPUT, name)).contains(file.asHidden());
    }

    private CallerFile file(Kind kind, Instant at, Optional<Instant> expires) {
        return new CallerFile(
                kind,
                name,
                tenant,
                Samples.OPENAI,
                new CallerFile.Facts("tickets \"1\".jsonl", "batch", 3_000_000_000L, at, expires),
                false);
    }
}
