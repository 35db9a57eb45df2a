package dev.offpeak.cli.terminal;

/// What bars and marks are drawn with.
public record Symbols(String full, String empty, String good, String bad, String rule, String dot) {
    public static final Symbols UNICODE = new Symbols("█", "░", "✓", "✗", "─", "·");
    public static final Symbols ASCII = new Symbols("#", ".", "ok", "NO", "-", "|");

    public String bar(int width, double part) {
        int filled = (int) Math.floor(Math.clamp(part, 0, 1) * width);
        return full.repeat(filled) + empty.repeat(width - filled);
    }
}
