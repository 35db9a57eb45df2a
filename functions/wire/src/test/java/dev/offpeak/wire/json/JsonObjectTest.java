package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.provider.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void a_value_is_the_bytes_it_was_written_in() throws MalformedJson {
        var text =
                "  {\"s\" : \"a\\\"b\\\\\" , \"n\":  -1.50e+10 ,\"o\": { \"x\" : [1, 2 ] },\"t\":true,\"z\":null }  ";
        var object = parse(text);
        assertThat(raw(text, object, "s")).isEqualTo("\"a\\\"b\\\\\"");
        assertThat(raw(text, object, "n")).isEqualTo("-1.50e+10");
        assertThat(raw(text, object, "o")).isEqualTo("{ \"x\" : [1, 2 ] }");
        assertThat(object.isTrue("t")).isTrue();
        assertThat(object.get("z")).isEmpty();
        assertThat(object.names()).contains("z");
        assertThat(object.text("s")).contains("a\"b\\");
    }

    @Test
    void offsets_count_from_the_start_of_the_array_not_of_the_range() throws MalformedJson {
        var bytes = "junk{\"a\":[7]}junk".getBytes(UTF_8);
        var value = JsonObject.parse(bytes, 4, 13).get("a").orElseThrow();
        assertThat(new String(bytes, value.offset(), value.length(), UTF_8)).isEqualTo("[7]");
    }

    @Test
    void the_last_of_equal_names_counts() throws MalformedJson {
        assertThat(parse("{\"a\":1,\"a\":2,\"\\u0061\":3}").integer("a")).contains(3L);
    }

    @Test
    void nested_objects_and_arrays_are_read_from_their_slice() throws MalformedJson {
        var object = parse("{\"a\":{\"b\":{\"c\":\"ü😀\"}},\"l\":[1,\"x\",[2],{\"y\":3}]}");
        assertThat(object.object("a").flatMap(a -> a.object("b")).flatMap(b -> b.text("c")))
                .contains("ü😀");
        var kinds = new ArrayList<JsonBytes.Kind>();
        object.get("l").orElseThrow().each(element -> kinds.add(element.kind()));
        assertThat(kinds)
                .containsExactly(
                        JsonBytes.Kind.NUMBER, JsonBytes.Kind.STRING, JsonBytes.Kind.ARRAY, JsonBytes.Kind.OBJECT);
    }

    @Test
    void a_number_of_any_length_is_kept_and_is_no_integer() throws MalformedJson {
        var digits = "9".repeat(100_000);
        var text = "{\"n\":" + digits + ",\"f\":1.0,\"e\":1e3}";
        var object = parse(text);
        assertThat(raw(text, object, "n")).isEqualTo(digits);
        assertThat(object.integer("n")).isEmpty();
        assertThat(object.integer("f")).isEmpty();
        assertThat(object.integer("e")).isEmpty();
    }

    @Test
    void a_string_may_be_tens_of_megabytes() throws MalformedJson {
        var text = "{\"s\":\"" + "x".repeat(30_000_000) + "\",\"m\":\"gpt\"}";
        assertThat(parse(text).text("m")).contains("gpt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\":\"x",
                "{\"a\":\"x\\",
                "{\"a\":[1,}",
                "{\"a\":[1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":tru}",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":1 2}",
                "{\"a\" 1}",
                "{/**/}",
                "{\"a\":\"\u0000\"}",
                "\ufeff{}"
            })
    void anything_else_is_malformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void only_utf_8_is_read() {
        assertMalformed("{\"a\":1}".getBytes(UTF_16LE), "NUL");
        assertMalformed(bytes("{\"a\":\"", 0xc0, 0xaf, "\"}"), "UTF-8");
        assertMalformed(bytes("{\"a\":\"", 0xed, 0xa0, "\"}"), "UTF-8");
        assertMalformed(bytes("{\"a\":\"", 0xff, 0xfe, "\"}"), "UTF-8");
        assertMalformed(bytes("{\"a\":\"" + "é".repeat(9000), 0x80, 0x80, "\"}"), "UTF-8");
    }

    @Test
    void nesting_ends_at_256() throws MalformedJson {
        assertThat(parse("{\"a\":" + "[".repeat(255) + "]".repeat(255) + "}").get("a"))
                .isPresent();
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(256) + "]".repeat(256) + "}"))
                .isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(1_000_000))).isInstanceOf(MalformedJson.class);
    }

    @Test
    void a_message_never_quotes_the_content() {
        assertThatThrownBy(() -> parse("{\"a\": secret}")).hasMessageNotContaining("secret");
    }

    @Test
    void every_prefix_of_an_object_is_malformed_and_every_member_of_a_generated_one_comes_back() throws MalformedJson {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var values = new TreeMap<String, String>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                values.put("k" + random.nextInt(20), GeneratedJson.value(random, 4));
            }
            var text = GeneratedJson.object(random, values);
            var object = parse(text);
            for (var entry : values.entrySet()) {
                if (!entry.getValue().equals("null")) {
                    assertThat(raw(text, object, entry.getKey()))
                            .as("seed %d", seed)
                            .isEqualTo(entry.getValue());
                }
            }
            assertSame(object, JsonObject.parseDeeply(Body.of(text)));
            var bytes = text.getBytes(UTF_8);
            var cut = Arrays.copyOf(bytes, random.nextInt(text.strip().getBytes(UTF_8).length));
            assertThatThrownBy(() -> JsonObject.parse(cut, 0, cut.length))
                    .as("seed %d", seed)
                    .isInstanceOf(MalformedJson.class);
            assertThatThrownBy(() -> JsonObject.parseDeeply(Body.of(cut)))
                    .as("seed %d", seed)
                    .isInstanceOf(MalformedJson.class);
        }
    }

    @Test
    void quoting_survives_reading() throws MalformedJson {
        var text = "a\"b\\c\n\u0001 ü😀";
        assertThat(parse("{\"t\":" + JsonText.quote(text) + "}").text("t")).contains(text);
    }

    private static void assertSame(JsonObject one, JsonObject other) {
        assertThat(other.names()).isEqualTo(one.names());
        for (var name : one.names()) {
            var value = one.written(name).orElseThrow();
            assertThat(other.written(name).orElseThrow())
                    .extracting(JsonBytes::offset, JsonBytes::length)
                    .containsExactly(value.offset(), value.length());
            assertThat(other.object(name).isPresent())
                    .isEqualTo(one.object(name).isPresent());
            one.object(name)
                    .ifPresent(inner -> assertSame(inner, other.object(name).orElseThrow()));
        }
    }

    private static void assertMalformed(byte[] bytes, String why) {
        assertThatThrownBy(() -> JsonObject.parse(bytes, 0, bytes.length))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining(why);
    }

    private static byte[] bytes(String before, int first, int second, String after) {
        var head = before.getBytes(UTF_8);
        var all = Arrays.copyOf(head, head.length + 2 + after.length());
        all[head.length] = (byte) first;
        all[head.length + 1] = (byte) second;
        System.arraycopy(after.getBytes(UTF_8), 0, all, head.length + 2, after.length());
        return all;
    }

    private static JsonObject parse(String text) throws MalformedJson {
        var bytes = text.getBytes(UTF_8);
        return JsonObject.parse(bytes, 0, bytes.length);
    }

    private static String raw(String text, JsonObject object, String name) {
        var value = object.get(name).orElseThrow();
        return new String(text.getBytes(UTF_8), value.offset(), value.length(), UTF_8);
    }
}
