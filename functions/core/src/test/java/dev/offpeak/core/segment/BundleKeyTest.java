package dev.offpeak.core.segment;

import static dev.offpeak.core.Samples.CHAT;
import static dev.offpeak.core.Samples.KEY;
import static dev.offpeak.core.Samples.OPENAI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.routing.OnLate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleKeyTest {
    @Test
    void reads_back_what_it_wrote() {
        Seeds.each(1_000, seeds -> {
            var key = some(seeds);
            assertThat(BundleKey.parse(key.text())).isEqualTo(key);
        });
    }

    @Test
    void different_keys_have_different_texts() {
        Seeds.each(1_000, seeds -> {
            var left = some(seeds);
            var right = some(seeds);
            assertThat(left.text().equals(right.text())).isEqualTo(left.equals(right));
        });
    }

    @Test
    void is_one_line() {
        Seeds.each(1_000, seeds -> assertThat(some(seeds).text()).doesNotContain("\n", "\r"));
    }

    @Test
    void plain_fields_are_written_as_they_are() {
        assertThat(KEY.text().split("\u001f"))
                .containsExactly("default", "H24", "openai", "/v1/chat/completions", "gpt-4o-mini");
    }

    @Test
    void what_late_jobs_want_is_told_only_where_it_is_unusual_and_reads_back() {
        var waits = new BundleKey("default", DeadlineBand.H24, OnLate.WAIT, OPENAI, CHAT, Headers.NONE, "m");
        assertThat(waits.text().split("\u001f")[1]).isEqualTo("H24/WAIT");
        assertThat(BundleKey.parse(waits.text())).isEqualTo(waits);
        assertThat(waits.within(DeadlineBand.H2))
                .isEqualTo(new BundleKey("default", DeadlineBand.H2, OnLate.WAIT, OPENAI, CHAT, Headers.NONE, "m"));
    }

    @Test
    void a_model_name_cannot_smuggle_a_header_in() {
        var key = new BundleKey(
                "default",
                DeadlineBand.H24,
                OnLate.EXPRESS,
                OPENAI,
                CHAT,
                Headers.NONE,
                "gpt-4o\u001fopenai-organization\u001eevil");
        assertThat(BundleKey.parse(key.text()).headers()).isEqualTo(Headers.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "default",
                "a\u001fH24\u001fopenai\u001f/v1/messages",
                "a\u001fH24\u001fopenai\u001f/v1/messages\u001fm\u001fheader without a value",
                "a\u001fH25\u001fopenai\u001f/v1/messages\u001fm"
            })
    void refuses_what_is_no_bundle_key(String text) {
        assertThatThrownBy(() -> BundleKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BundleKey some(Seeds seeds) {
        var headers = new HashMap<String, String>();
        seeds.list(0, 3, () -> seeds.text(6)).forEach(name -> headers.put(name, seeds.text(12)));
        return new BundleKey(
                seeds.text(3),
                seeds.oneOf(List.of(DeadlineBand.values())),
                seeds.oneOf(List.of(OnLate.values())),
                new ProviderId(seeds.oneOf(List.of("openai", "anthropic"))),
                new Endpoint(seeds.oneOf(List.of("/v1/messages", "/v1/chat/completions"))),
                new Headers(Map.copyOf(headers)),
                seeds.text(4));
    }
}
