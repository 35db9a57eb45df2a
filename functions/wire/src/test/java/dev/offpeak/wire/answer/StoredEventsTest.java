package dev.offpeak.wire.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.answer.StoredEvents.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEventsTest {
    private static List<Event> events(String stream) {
        return StoredEvents.of(Body.of(stream));
    }

    private static List<String> data(String stream) {
        return events(stream).stream().map(event -> event.data().text()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void events_end_with_a_blank_line_however_lines_end(String end) {
        var first = "event: a" + end + "data: 1" + end + end;
        var second = "data:2" + end + end;
        assertThat(events(first + second))
                .extracting(event -> event.text().text())
                .containsExactly(first, second);
        assertThat(data(first + second)).containsExactly("1", "2");
    }

    @Test
    void what_follows_the_last_blank_line_is_no_event() {
        assertThat(data("data: 1\n\ndata: 2\n")).containsExactly("1");
        assertThat(events("data: 1")).isEmpty();
        assertThat(events("")).isEmpty();
    }

    @Test
    void only_one_space_behind_the_colon_is_not_data() {
        assertThat(data("data:  x \n\n")).containsExactly(" x ");
        assertThat(data("data\n\ndatax: 1\n\n: data: 1\n\n")).containsExactly("", "", "");
    }

    @Test
    void data_of_several_lines_is_nobodys_to_change() {
        assertThat(data("data: 1\ndata: 2\n\n")).containsExactly("");
    }

    @Test
    void an_event_gets_other_data_and_keeps_every_other_byte() {
        var event = events("id: 7\r\ndata: {\"old\":1}\r\nretry: 9\r\n\r\n").getFirst();
        assertThat(event.with(Body.of("new")).text()).isEqualTo("id: 7\r\ndata: new\r\nretry: 9\r\n\r\n");
    }

    @Test
    void a_slice_is_cut_where_it_lies() {
        var bytes = "xxdata: 1\n\ndata: 2\n\nxx".getBytes(US_ASCII);
        var events = StoredEvents.of(Body.slice(bytes, 2, bytes.length - 4));
        assertThat(events).extracting(event -> event.data().text()).containsExactly("1", "2");
        assertThat(events.get(1).with(Body.of("22")).text()).isEqualTo("data: 22\n\n");
    }

    /// One by one as they come and all at once from memory: the same events.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 1\n\n\ndata: 2\n\n",
                "\n\ndata: 1\r\rdata: 2\r\n\r\n",
                ": c\n\nevent: x\ndata: 1\n\ndata: 2"
            })
    void streams_are_cut_as_they_are_on_their_way(String stream) throws IOException {
        var seen = new ArrayList<String>();
        var reader = new EventAnswer(
                new EventAnswer.Events() {
                    @Override
                    public boolean take(Body data) {
                        return seen.add(data.text());
                    }

                    @Override
                    public Usage usage() {
                        return Usage.NONE;
                    }

                    @Override
                    public boolean isComplete() {
                        return true;
                    }
                },
                false);
        var body = Body.of(stream);
        var out = new ByteArrayOutputStream();
        reader.read(body.array(), 0, body.length(), (bytes, from, to) -> out.write(bytes, from, to - from));
        assertThat(data(stream).stream().filter(text -> !text.isEmpty())).containsExactlyElementsOf(seen);
    }
}
