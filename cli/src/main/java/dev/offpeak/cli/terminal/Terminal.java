package dev.offpeak.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Where output goes, and what may be drawn there.
///
/// @param out results
/// @param err progress of commands whose result is JSON, and everything that went wrong
/// @param outRepaints whether lines of `out` can be painted again
/// @param errRepaints whether lines of `err` can be painted again
/// @param columns the width, as far as it is known
/// @param symbols what bars and marks are drawn with
public record Terminal(
        PrintWriter out, PrintWriter err, boolean outRepaints, boolean errRepaints, int columns, Symbols symbols) {

    private static final int USUAL_COLUMNS = 100;

    /// The terminal of this process; which streams are terminals is told by the `offpeak` script.
    public static Terminal ofProcess() {
        String terminals = System.getProperty("offpeak.terminals", "");
        Charset charset = System.out.charset();
        return new Terminal(
                writer(System.out),
                writer(System.err),
                terminals.contains("1") && paints(),
                terminals.contains("2") && paints(),
                columns(System.getProperty("offpeak.columns", "")),
                charset.equals(StandardCharsets.UTF_8) ? Symbols.UNICODE : Symbols.ASCII);
    }

    /// The same with progress on `err`, for commands whose result is JSON.
    public Canvas progress(boolean resultIsJson) {
        return resultIsJson ? new Canvas(err, errRepaints) : new Canvas(out, outRepaints);
    }

    public void print(String text) {
        out.print(text);
        out.flush();
    }

    public void println(String line) {
        out.println(line);
        out.flush();
    }

    public void complain(String line) {
        err.println("offpeak: " + line);
        err.flush();
    }

    /// A stream for progress.
    public record Canvas(PrintWriter writer, boolean repaints) {}

    private static boolean paints() {
        return !"dumb".equals(System.getenv("TERM"));
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, stream.charset());
    }
}
