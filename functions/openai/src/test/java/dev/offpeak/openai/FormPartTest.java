package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Body;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormPartTest {
    private static final String FORM = "preamble\r\n--b 1\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n"
            + "batch\r\n--b 1\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename=\"ü.jsonl\";"
            + " name=\"file\"\r\n\r\n{}\r\n\r\n--b 1--\r\nepilogue";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=\"b 1\"",
                "Multipart/Form-Data;charset=utf-8; Boundary=\"b 1\"; x=y"
            })
    void parts_are_found_however_the_boundary_is_written(String type) {
        assertThat(read(type, FORM))
                .contains(List.of(
                        new FormPart("purpose", Optional.empty(), Body.of("batch")),
                        new FormPart("file", Optional.of("ü.jsonl"), Body.of("{}\r\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "multipart/form-data", "multipart/mixed; boundary=\"b 1\""})
    void what_is_no_form_is_told(String type) {
        assertThat(read(type, FORM)).isEmpty();
    }

    @Test
    void a_form_that_is_cut_short_is_no_form() {
        var type = "multipart/form-data; boundary=\"b 1\"";
        int end = FORM.indexOf("--\r\nepilogue");
        for (int length = 0; length <= end; length++) {
            assertThat(read(type, FORM.substring(0, length)))
                    .as("%d characters", length)
                    .isEmpty();
        }
    }

    @Test
    void any_bytes_come_through_as_they_are() {
        for (long seed = 1; seed <= 100; seed++) {
            var random = new Random(seed);
            var content = new byte[random.nextInt(200)];
            random.nextBytes(content);
            // what makes a search stumble
            for (int i = 0; i + 4 < content.length; i += 1 + random.nextInt(20)) {
                System.arraycopy("\r\n--".getBytes(UTF_8), 0, content, i, 4);
            }
            var head = "--bound\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n".getBytes(UTF_8);
            var tail = "\r\n--bound--".getBytes(UTF_8);
            var form = Arrays.copyOf(head, head.length + content.length + tail.length);
            System.arraycopy(content, 0, form, head.length, content.length);
            System.arraycopy(tail, 0, form, head.length + content.length, tail.length);
            var parts = FormPart.read("multipart/form-data; boundary=bound", Body.of(form));
            assertThat(parts.orElseThrow())
                    .as("seed " + seed)
                    .singleElement()
                    .satisfies(part -> assertThat(part.content().toBytes()).isEqualTo(content));
        }
    }

    private static Optional<List<FormPart>> read(String type, String form) {
        return FormPart.read(type, Body.of(form));
    }
}
