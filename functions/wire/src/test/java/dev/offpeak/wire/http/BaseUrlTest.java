package dev.offpeak.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
    private static final URI EXAMPLE = URI.create("https://api.example.com/v1");

    @ParameterizedTest
    @ValueSource(strings = {"https://host/v1", "https://host/v1/", "https://host/v1//"})
    void each_path_has_its_own_url_and_the_last_one_is_made_once(String base) {
        var url = BaseUrl.of(URI.create(base), EXAMPLE);
        for (var path : List.of("/a", "/a", "/b", "/b", "/a?x=1", "/a")) {
            assertThat(url.at(path)).isEqualTo(URI.create("https://host/v1" + path));
        }
        assertThat(url.at("/b")).isSameAs(url.at("/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host/v1", "/v1", "https://under_score/v1", "https://host/v1?key=1"})
    void what_cannot_be_called_is_refused_with_an_example_of_what_can(String base) {
        assertThatThrownBy(() -> BaseUrl.of(URI.create(base), EXAMPLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("base URL " + base + " is not one such as " + EXAMPLE);
    }

    @Test
    void its_text_is_the_url() {
        assertThat(BaseUrl.of(URI.create("http://127.0.0.1:8080/"), EXAMPLE)).hasToString("http://127.0.0.1:8080");
    }
}
