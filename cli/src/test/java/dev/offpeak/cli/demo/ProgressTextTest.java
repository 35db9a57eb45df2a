package dev.offpeak.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.cli.terminal.Symbols;
import dev.offpeak.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final BatchLine RUNNING =
            new BatchLine("msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d", "anthropic", "ACTIVE", 3_000, 1_200);
    private static final BatchLine OVER = new BatchLine("batch_68f3a1c2", "openai", "IMPORTED", 2_000, 2_000);

    private static final Progress HALFWAY = new Progress(
            Duration.ofSeconds(42),
            6_000,
            5_500,
            new LedgerSums(List.of(
                    new LedgerSums.Line("BATCH", "openai", "text", 2_000, 0, 0, BigDecimal.ONE, BigDecimal.TWO),
                    new LedgerSums.Line("SYNC", "openai", "chat", 2, 0, 0, BigDecimal.ONE, BigDecimal.ONE))),
            List.of(RUNNING, OVER),
            12,
            new Chats.Latencies(0, List.of(Duration.ofMillis(38), Duration.ofMillis(90))));

    @Test
    void a_terminal_gets_a_few_lines() {
        assertThat(new ProgressText(Symbols.UNICODE).lines(HALFWAY))
                .containsExactly(
                        "  00:42  ██████████░░░░░░░░░░░░░░░░░░░░  33 %  2,000 of 6,000 jobs done",
                        "  jobs   accepted 5,500 · waiting 500 · in batches 3,000 · succeeded 2,000 · failed 0",
                        "  chats  2 of 12 answered at once, median 90 ms",
                        "  batch  anthropic  msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d  active    1,200 of 3,000",
                        "  batch  openai     batch_68f3a1c2                     imported  2,000 of 2,000");
    }

    @Test
    void a_log_gets_one_line() {
        assertThat(new ProgressText(Symbols.ASCII).line(HALFWAY))
                .isEqualTo("00:42   33 %  accepted 5,500, in batches 3,000 (1 open), done 2,000 of 6,000, failed 0;"
                        + " chats 2 of 12");
    }

    @Test
    void many_batches_are_cut_short() {
        Progress many = new Progress(
                HALFWAY.elapsed(),
                6_000,
                5_500,
                LedgerSums.none(),
                Collections.nCopies(9, RUNNING),
                0,
                new Chats.Latencies(0, List.of()));

        assertThat(new ProgressText(Symbols.ASCII).lines(many)).hasSize(10).endsWith("         and 3 more batches");
    }

    @Test
    void a_log_is_not_flooded() {
        StringWriter written = new StringWriter();
        Painter painter =
                new Painter(new Terminal.Canvas(new PrintWriter(written), false), new ProgressText(Symbols.ASCII), 80);
        for (int second = 0; second <= 12; second++) {
            painter.show(at(second));
        }
        painter.finish(at(12));

        assertThat(written.toString().lines().map(line -> line.substring(0, 5)))
                .containsExactly("00:00", "00:05", "00:10", "00:12");
    }

    @Test
    void a_terminal_is_painted_over_and_lines_never_wrap() {
        StringWriter written = new StringWriter();
        Painter painter =
                new Painter(new Terminal.Canvas(new PrintWriter(written), true), new ProgressText(Symbols.ASCII), 40);
        painter.show(HALFWAY);
        painter.show(HALFWAY);

        assertThat(written.toString()).contains("\033[5A\r\033[J");
        assertThat(written.toString().lines())
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\033\\[[0-9]*[AJ]", "")).hasSizeLessThan(40));
    }

    private static Progress at(int second) {
        return new Progress(
                Duration.ofSeconds(second),
                10,
                second,
                LedgerSums.none(),
                List.of(),
                0,
                new Chats.Latencies(0, List.of()));
    }
}
