package dev.offpeak.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.cli.demo.FakeOffpeak.Flaw;
import dev.offpeak.cli.terminal.Symbols;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.tickets.Inbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightJobTest {
    private static final int TICKETS = 61;

    @Test
    void a_good_night_holds_every_claim() throws Exception {
        Outcome outcome = night(Flaw.NONE);

        assertThat(outcome.checks()).allMatch(Check::holds);
        assertThat(outcome.jobs()).isEqualTo(2 * TICKETS);
        assertThat(outcome.chats().count()).isEqualTo(2);
        assertThat(outcome.saved()).isEqualByComparingTo("1");
    }

    @Test
    void a_job_paid_for_twice_spoils_it() throws Exception {
        assertThat(broken(night(Flaw.PAYS_ONE_TWICE))).containsExactly("every job was paid for once");
    }

    @Test
    void a_job_that_never_ends_spoils_it_and_is_not_waited_for_endlessly() throws Exception {
        assertThat(broken(night(Flaw.LOSES_ONE))).contains("every job succeeded");
    }

    @Test
    void a_refused_job_spoils_it() throws Exception {
        assertThat(broken(night(Flaw.REFUSES_ONE))).contains("every job was accepted");
    }

    @Test
    void an_answer_that_makes_no_sense_spoils_it() throws Exception {
        assertThat(broken(night(Flaw.INVENTS_LABELS))).containsExactly("answers are what was asked for");
    }

    private static List<String> broken(Outcome outcome) {
        assertThat(outcome.good()).isFalse();
        return outcome.checks().stream()
                .filter(check -> !check.holds())
                .map(Check::what)
                .toList();
    }

    private static Outcome night(Flaw flaw) throws IOException, InterruptedException {
        NightJob.Request request = new NightJob.Request(Inbox.of(TICKETS, Inbox.SEED), 2, Duration.ofSeconds(2));
        Painter painter = new Painter(
                new Terminal.Canvas(new PrintWriter(new StringWriter()), false), new ProgressText(Symbols.ASCII), 80);
        try (FakeOffpeak offpeak = new FakeOffpeak(flaw);
                NightJob night = new NightJob(offpeak.stack(), request, InstantSource.system())) {
            return night.run(painter);
        }
    }
}
