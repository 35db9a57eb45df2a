package dev.offpeak.cli.demo;

import dev.offpeak.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;

/// Shows progress: repaints its lines on a terminal, adds a line now and then elsewhere.
final class Painter {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String CLEAR_TO_END = "\033[J";

    private final Terminal.Canvas canvas;
    private final ProgressText text;
    private final int columns;
    private int painted;
    private Duration nextLine = Duration.ZERO;
    private String last = "";

    Painter(Terminal.Canvas canvas, ProgressText text, int columns) {
        this.canvas = canvas;
        this.text = text;
        this.columns = columns;
    }

    void show(Progress now) {
        if (canvas.repaints()) {
            repaint(text.lines(now));
        } else if (now.elapsed().compareTo(nextLine) >= 0) {
            nextLine = now.elapsed().plus(PAUSE);
            append(text.line(now));
        }
    }

    /// Shows the last state, whatever was shown before.
    void finish(Progress now) {
        nextLine = Duration.ZERO;
        show(now);
    }

    private void append(String line) {
        if (!line.equals(last)) {
            canvas.writer().println(line);
            canvas.writer().flush();
            last = line;
        }
    }

    private void repaint(List<String> lines) {
        if (painted > 0) {
            canvas.writer().print("\033[" + painted + "A\r");
        }
        canvas.writer().print(CLEAR_TO_END);
        // a line that wrapped would count twice when going up
        lines.forEach(line -> canvas.writer().println(line.length() < columns ? line : line.substring(0, columns - 1)));
        canvas.writer().flush();
        painted = lines.size();
    }
}
