package dev.offpeak.cli.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketGeneratorTest {
    private static final int MANY = 5_000;

    private final List<Ticket> tickets = generated(Inbox.SEED);

    @Test
    void thousands_of_tickets_are_all_different() {
        assertThat(tickets.stream().map(Ticket::body)).doesNotHaveDuplicates();
        assertThat(tickets.stream().map(Ticket::id)).doesNotHaveDuplicates();
    }

    @Test
    void the_same_seed_gives_the_same_tickets_and_another_seed_gives_others() {
        assertThat(generated(Inbox.SEED)).isEqualTo(tickets);
        Set<String> bodies = tickets.stream().map(Ticket::body).collect(Collectors.toSet());
        assertThat(generated(1)).noneMatch(ticket -> bodies.contains(ticket.body()));
    }

    @Test
    void a_ticket_does_not_depend_on_how_many_there_are() {
        assertThat(new TicketGenerator(Inbox.SEED).ticket(4_321)).isEqualTo(tickets.get(4_320));
    }

    @Test
    void lengths_vary_between_forty_and_two_hundred_and_fifty_words() {
        assertThat(tickets)
                .allSatisfy(
                        ticket -> assertThat(ticket.words()).as(ticket.body()).isBetween(40, 250));
        assertThat(tickets.stream().filter(ticket -> ticket.words() < 80).count())
                .isGreaterThan(MANY / 10);
        assertThat(tickets.stream().filter(ticket -> ticket.words() > 150).count())
                .isGreaterThan(MANY / 20);
    }

    @Test
    void every_label_gets_its_share() {
        Map<Label, Long> counts = tickets.stream()
                .collect(Collectors.groupingBy(Ticket::label, () -> new EnumMap<>(Label.class), Collectors.counting()));

        assertThat(counts).hasSize(Label.values().length);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isGreaterThan(MANY / 20));
    }

    @Test
    void no_slot_stays_open() {
        assertThat(tickets)
                .allSatisfy(
                        ticket -> assertThat(ticket.subject() + ticket.body()).doesNotContain("{", "}"));
    }

    @Test
    void every_line_of_the_material_can_be_filled() {
        Facts facts = Facts.draw(Facts.Cast.load(), new SplittableRandom(7));

        Matter.all()
                .values()
                .forEach(matter -> List.of(matter.subjects(), matter.situations(), matter.details(), matter.asks())
                        .forEach(lines -> assertThat(lines).isNotEmpty().allSatisfy(line -> facts.fill(line))));
        Voice.all()
                .forEach(voice -> List.of(voice.openings(), voice.asides(), voice.endings())
                        .forEach(lines -> assertThat(lines).isNotEmpty().allSatisfy(line -> facts.fill(line))));
    }

    private static List<Ticket> generated(long seed) {
        TicketGenerator generator = new TicketGenerator(seed);
        return IntStream.rangeClosed(1, MANY).mapToObj(generator::ticket).toList();
    }
}
