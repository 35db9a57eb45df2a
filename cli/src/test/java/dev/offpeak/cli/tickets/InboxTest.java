package dev.offpeak.cli.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    @Test
    void an_inbox_begins_with_what_was_written_by_hand() {
        List<Ticket> written = Inbox.handWritten();
        List<Ticket> inbox = Inbox.of(100, Inbox.SEED);

        assertThat(written).hasSizeGreaterThanOrEqualTo(30);
        assertThat(inbox).hasSize(100).startsWith(written.toArray(Ticket[]::new));
        assertThat(inbox.stream().map(Ticket::id)).doesNotHaveDuplicates();
    }

    @Test
    void a_small_inbox_is_written_by_hand_alone() {
        assertThat(Inbox.of(5, Inbox.SEED)).isEqualTo(Inbox.handWritten().subList(0, 5));
    }

    @Test
    void hand_written_tickets_cover_every_label() {
        assertThat(Inbox.handWritten().stream().map(Ticket::label)).contains(Label.values());
    }
}
