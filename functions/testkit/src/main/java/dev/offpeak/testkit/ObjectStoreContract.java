package dev.offpeak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every [ObjectStore] does.
public abstract class ObjectStoreContract {
    /// More than two parts of any multipart upload.
    private static final int LARGE = 20_000_001;

    private final String key = "contract/" + UUID.randomUUID() + "/a b+ü.jsonl";

    protected abstract ObjectStore objects();

    @Test
    void an_object_is_put_once_and_never_changed() throws IOException {
        assertThat(objects().putIfAbsent(key, bytes("first"))).isTrue();
        assertThat(objects().putIfAbsent(key, bytes("second"))).isFalse();
        assertThat(all(key)).isEqualTo(bytes("first"));
        assertThat(objects().size(key)).contains(5L);
    }

    @Test
    void of_racing_puts_one_wins() throws InterruptedException {
        assertThat(Race.wins(i -> objects().putIfAbsent(key, bytes("writer " + i))))
                .isEqualTo(1);
    }

    @Test
    void an_empty_object_is_an_object() throws IOException {
        assertThat(objects().putIfAbsent(key, new byte[0])).isTrue();
        assertThat(objects().size(key)).contains(0L);
        assertThat(all(key)).isEmpty();
        assertThat(objects().copy(key + "2", InputStream.nullInputStream())).isZero();
        assertThat(objects().size(key + "2")).contains(0L);
    }

    @Test
    void a_missing_object_has_no_size_and_cannot_be_opened() throws IOException {
        assertThat(objects().size(key)).isEmpty();
        assertThatThrownBy(() -> objects().open(key, 0, 10)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> objects().open(key, 0, 0)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> objects().read(key, 0, 10)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void a_range_is_read_and_ends_with_the_object() throws IOException {
        objects().putIfAbsent(key, bytes("0123456789"));
        assertThat(objects().read(key, 3, 4)).isEqualTo(bytes("3456"));
        assertThat(range(8, 100)).isEqualTo(bytes("89"));
        assertThat(range(8, Long.MAX_VALUE)).isEqualTo(bytes("89"));
        assertThat(range(10, 5)).isEmpty();
        assertThat(range(50, 5)).isEmpty();
        assertThat(range(3, 0)).isEmpty();
        assertThatThrownBy(() -> objects().read(key, 8, 4)).isInstanceOf(IOException.class);
    }

    @Test
    void a_small_stream_is_copied_whole() throws IOException {
        assertThat(objects().copy(key, stream(bytes("hello")))).isEqualTo(5);
        assertThat(all(key)).isEqualTo(bytes("hello"));
    }

    @Test
    void a_large_stream_that_arrives_in_dribbles_is_copied_whole() throws IOException {
        var large = large();
        assertThat(objects().copy(key, new Dribble(stream(large)))).isEqualTo(LARGE);
        assertThat(objects().size(key)).contains((long) LARGE);
        assertThat(all(key)).isEqualTo(large);
        assertThat(objects().read(key, 16_777_210, 12))
                .isEqualTo(java.util.Arrays.copyOfRange(large, 16_777_210, 16_777_222));
    }

    @Test
    void copying_onto_an_object_leaves_it_and_tells_its_size() throws IOException {
        objects().putIfAbsent(key, bytes("first"));
        assertThat(objects().copy(key, stream(bytes("other text")))).isEqualTo(5);
        assertThat(objects().copy(key, stream(large()))).isEqualTo(5);
        assertThat(all(key)).isEqualTo(bytes("first"));
    }

    @Test
    void an_object_that_appears_while_a_copy_is_on_its_way_is_left_as_it_is() throws IOException {
        var slow = new SequenceInputStream(stream(large()), new InputStream() {
            @Override
            public int read() throws IOException {
                objects().putIfAbsent(key, bytes("first"));
                return -1;
            }
        });
        assertThat(objects().copy(key, slow)).isEqualTo(5);
        assertThat(all(key)).isEqualTo(bytes("first"));
    }

    @Test
    void a_stream_that_breaks_leaves_no_object() throws IOException {
        assertThatThrownBy(() -> objects().copy(key, breaking(bytes("hello"))))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("the line went dead");
        assertThatThrownBy(() -> objects().copy(key, breaking(large())))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("the line went dead");
        assertThat(objects().size(key)).isEmpty();

        assertThat(objects().copy(key, stream(bytes("again")))).isEqualTo(5);
    }

    @Test
    void a_stream_may_be_closed_before_its_end() throws IOException {
        objects().copy(key, stream(large()));
        for (int i = 0; i < 60; i++) {
            try (var in = objects().open(key, 0, LARGE)) {
                assertThat(in.read()).isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(objects().read(key, 0, 4)).hasSize(4);
    }

    private byte[] all(String name) throws IOException {
        try (var in = objects().open(name, 0, Long.MAX_VALUE)) {
            return in.readAllBytes();
        }
    }

    private byte[] range(long offset, long length) throws IOException {
        try (var in = objects().open(key, offset, length)) {
            return in.readAllBytes();
        }
    }

    private static byte[] large() {
        var bytes = new byte[LARGE];
        new Random(20261123).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static InputStream breaking(byte[] before) {
        return new SequenceInputStream(stream(before), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line went dead");
            }
        });
    }

    /// Gives less than it is asked for, as sockets do.
    private static final class Dribble extends FilterInputStream {
        Dribble(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 100_003));
        }
    }
}
