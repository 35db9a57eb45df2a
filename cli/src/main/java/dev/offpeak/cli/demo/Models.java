package dev.offpeak.cli.demo;

/// The models of the night job.
final class Models {
    static final String SORTING = "claude-haiku-4-5";
    static final String EMBEDDING = "text-embedding-3-small";
    static final String CHATTING = "gpt-5.4-mini";

    /// Short vectors are enough to find similar tickets, and keep the results small.
    static final int DIMENSIONS = 256;

    private Models() {}
}
