package dev.offpeak.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentUriTest {
    private final List<String> made = new ArrayList<>();
    private final RecentUri uris = new RecentUri(path -> {
        made.add(path);
        return URI.create("https://host" + path);
    });

    @Test
    void each_path_has_its_own_url_and_the_last_one_is_made_once() {
        for (var path : List.of("/a", "/a", "/b", "/b", "/a?x=1", "/a")) {
            assertThat(uris.of(path)).isEqualTo(URI.create("https://host" + path));
        }
        assertThat(made).containsExactly("/a", "/b", "/a?x=1", "/a");
    }
}
