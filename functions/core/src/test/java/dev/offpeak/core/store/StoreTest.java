package dev.offpeak.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreTest {
    /// One object, `abcdef`, whatever its key.
    private static final class OneObject implements ObjectStore {
        private boolean closed;

        @Override
        public boolean putIfAbsent(String key, byte[] bytes) {
            return false;
        }

        @Override
        public long copy(String key, InputStream from) {
            return 6;
        }

        @Override
        public InputStream open(String key, long offset, long length) {
            return new ByteArrayInputStream("abcdef".getBytes(UTF_8), (int) offset, (int) length) {
                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        @Override
        public Optional<Long> size(String key) {
            return Optional.of(6L);
        }
    }

    @Test
    void a_range_of_an_object_is_read_whole_and_closed() throws IOException {
        var store = new OneObject();
        assertThat(store.read("a", 2, 3)).asString(UTF_8).isEqualTo("cde");
        assertThat(store.read("a", 6, 0)).isEmpty();
        assertThat(store.closed).isTrue();
    }

    @Test
    void a_range_past_the_end_is_an_error_and_never_a_short_read() {
        assertThatThrownBy(() -> new OneObject().read("a", 4, 3))
                .isInstanceOf(IOException.class)
                .hasMessage("object a ends before 7");
    }

    @Test
    void only_a_done_write_is_done() {
        assertThat(Write.<String>done().isDone()).isTrue();
        assertThat(Write.lost("row").isDone()).isFalse();
        assertThat(new Write.NotDone<String>("throttled").isDone()).isFalse();
    }

    @Test
    void a_lost_write_shows_the_winner_where_the_store_knows_it() {
        assertThat(Write.lost("row")).isEqualTo(new Write.Lost<>(Optional.of("row")));
        assertThat(Write.<String>lost()).isEqualTo(new Write.Lost<String>(Optional.empty()));
    }
}
