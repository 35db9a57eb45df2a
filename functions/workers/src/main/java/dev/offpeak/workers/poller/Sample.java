package dev.offpeak.workers.poller;

import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.Verdict;

/// How many bytes of lines came to how many tokens, as far as an import has seen.
final class Sample {
    private final Roster roster;
    private long bytes;
    private long tokens;

    Sample(Roster roster) {
        this.roster = roster;
    }

    void add(Verdict verdict) {
        if (verdict instanceof Verdict.Success success) {
            bytes += roster.length(success.id());
            tokens += success.usage().prompt();
        }
    }

    long bytes() {
        return bytes;
    }

    long tokens() {
        return tokens;
    }
}
