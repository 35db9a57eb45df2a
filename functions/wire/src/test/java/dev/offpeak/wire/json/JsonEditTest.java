package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.provider.Body;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"x\":1}|{}",
                "{ \"x\" : 1 }|{  }",
                "{\"x\":1,\"a\":2}|{\"a\":2}",
                "{\"a\":2, \"x\":[1,2]}|{\"a\":2}",
                "{\"a\":1 ,\"x\":true ,  \"b\":2}|{\"a\":1 ,\"b\":2}",
                "{\"x\":1,\"a\":2,\"x\":3,\"x\":4,\"b\":5,\"x\":6}|{\"a\":2,\"b\":5}",
                "{\"\\u0078\":1,\"a\":{\"x\":\"x\"}}|{\"a\":{\"x\":\"x\"}}",
                "{\"x\":1,\"x\":2}|{}",
                "{\"a\":\"x\"}|{\"a\":\"x\"}",
                "{}|{}"
            })
    void a_member_is_cut_with_its_comma_and_no_other_byte(String text, String expected) throws MalformedJson {
        assertThat(JsonEdit.of(Body.of(text)).without("x")).isEqualTo(Body.of(expected));
    }

    @Test
    void a_value_is_replaced_wherever_the_name_stands_and_none_is_added() throws MalformedJson {
        var text = " {\"a\" : \"é\\u00e9😀\", \"x\" :  { \"x\":1 } ,\"n\":1e400,\"x\":null}\n";
        assertThat(JsonEdit.of(Body.of(text))
                        .with(Map.of("x", Body.of("\"new\"")))
                        .text())
                .isEqualTo(" {\"a\" : \"é\\u00e9😀\", \"x\" :  \"new\" ,\"n\":1e400,\"x\":\"new\"}\n");
        assertThat(JsonEdit.of(Body.of(text)).with(Map.of("y", Body.of("1")))).isEqualTo(Body.of(text));
    }

    @Test
    void a_slice_is_edited_as_the_text_it_is() throws MalformedJson {
        var bytes = "junk{\"a\":1,\"x\":2}junk".getBytes(UTF_8);
        var edit = JsonEdit.of(Body.slice(bytes, 4, bytes.length - 8));
        assertThat(edit.without("x").text()).isEqualTo("{\"a\":1}");
        assertThat(edit.with(Map.of("x", Body.of("3"))).text()).isEqualTo("{\"a\":1,\"x\":3}");
    }

    @Test
    void edit_law_what_is_cut_is_gone_and_everything_else_reads_as_before() throws MalformedJson {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var members = new LinkedHashMap<String, String>();
            for (var name : new String[] {"a", "x", "b", "c"}) {
                if (random.nextBoolean()) {
                    members.put(name, GeneratedJson.value(random, 2));
                }
            }
            var cut =
                    JsonEdit.of(Body.of(GeneratedJson.object(random, members))).without("x");
            var read = JsonObject.parse(cut);
            members.remove("x");
            assertThat(read.names()).as("seed %d", seed).isEqualTo(members.keySet());
            for (var member : members.entrySet()) {
                var value = read.get(member.getKey())
                        .map(at -> new String(cut.array(), at.offset(), at.length(), UTF_8))
                        .orElse("null");
                assertThat(value).as("seed %d", seed).isEqualTo(member.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"a\":1", "{\"a\"", "{\"a\":1}{}", "{a:1}"})
    void what_is_no_object_is_not_edited(String text) {
        assertThatThrownBy(() -> JsonEdit.of(Body.of(text))).isInstanceOf(MalformedJson.class);
    }
}
