package dev.offpeak.simulator.answers;

import dev.offpeak.simulator.http.Hash;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers the beginnings of long prompts, so that a shared prefix is reported as cached the second time.
///
/// Entries leave when newer ones need the room, never by age.
public final class PrefixCache {
    private static final int BLOCK_TOKENS = 128;
    private static final int BLOCK_CHARS = BLOCK_TOKENS * 4;
    private static final int MIN_BLOCKS = 1024 / BLOCK_TOKENS;
    private static final int CAPACITY = 200_000;

    private final Map<Long, Boolean> seen = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > CAPACITY;
        }
    };

    /// How many leading tokens were seen before: 0, or at least 1,024 in steps of 128.
    public synchronized long read(String pool, String prompt) {
        long hash = Hash.of(pool);
        long cached = 0;
        // the last token is never cached, so a repeated prompt still has something fresh
        int blocks = (prompt.length() - 1) / BLOCK_CHARS;
        for (int block = 0; block < blocks; block++) {
            hash = chain(hash, prompt, block);
            if (block + 1 >= MIN_BLOCKS && seen.put(hash, true) != null) {
                cached = (block + 1L) * BLOCK_TOKENS;
            }
        }
        return cached;
    }

    /// Whether exactly this prefix was marked before; marks it.
    public synchronized boolean mark(String pool, String prefix) {
        return seen.put(Hash.mix(Hash.of(pool) ^ Hash.of(prefix)), true) != null;
    }

    private static long chain(long hash, String prompt, int block) {
        long next = hash;
        for (int i = block * BLOCK_CHARS; i < (block + 1) * BLOCK_CHARS; i++) {
            next = (next ^ prompt.charAt(i)) * 0x100000001b3L;
        }
        return Hash.mix(next);
    }
}
