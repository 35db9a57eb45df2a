package dev.offpeak.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.CustomId;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/// OpenAI's rows for a batch, each with exactly `rowBytes` bytes, its `\n` included; the last request is answered
/// first, as order means nothing.
public record Results(List<CustomId> requests, int rowBytes) {
    private static final String START_OF_BODY = "\"body\":";
    private static final String END = "},\"error\":null}\n";
    private static final String PROSE =
            "The customer asks for a refund of \\\"order 4711\\\"\\nand is \\u00fcpset. ".repeat(64);

    /// What is known of one row: where its body lies within the row, and what it used.
    public record Row(CustomId id, int bodyOffset, int bodyLength, long outputTokens) {}

    public long bytes() {
        return (long) requests.size() * rowBytes;
    }

    public InputStream open() {
        return new Stream();
    }

    private byte[] write(int index) {
        return start(index).concat(text(index)).concat(end(index)).getBytes(US_ASCII);
    }

    public Row row(int index) {
        int offset = start(index).indexOf(START_OF_BODY) + START_OF_BODY.length();
        return new Row(id(index), offset, rowBytes - offset - END.length(), tokens(index));
    }

    private CustomId id(int index) {
        return requests.get(requests.size() - 1 - index);
    }

    private static long tokens(int index) {
        return 100 + index % 900;
    }

    private String start(int index) {
        return "{\"id\":\"batch_req_%024d\",\"custom_id\":\"%s\",\"response\":{\"status_code\":200,\"request_id\":\"%032d\",%s"
                        .formatted(index, id(index), index, START_OF_BODY)
                + "{\"id\":\"chatcmpl-%028d\",\"object\":\"chat.completion\",\"created\":1764000000,".formatted(index)
                + "\"model\":\"gpt-5.4-mini-2026-03-17\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"";
    }

    private String text(int index) {
        int length = rowBytes - start(index).length() - end(index).length();
        if (length < 0) {
            throw new IllegalArgumentException("rows of " + rowBytes + " bytes are too short for an answer");
        }
        int whole = length / PROSE.length();
        return PROSE.repeat(whole) + "x".repeat(length - whole * PROSE.length());
    }

    private static String end(int index) {
        return String.format(
                Locale.ROOT,
                "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{"
                        + "\"prompt_tokens\":812,\"completion_tokens\":%d,\"total_tokens\":%d,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}},"
                        + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_44709d6fcb\"}%s",
                tokens(index),
                812 + tokens(index),
                END);
    }

    private final class Stream extends InputStream {
        private int next;
        private byte[] row = {};
        private int at;

        @Override
        public int read() {
            return hasMore() ? row[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (!hasMore()) {
                return -1;
            }
            int count = Math.min(length, row.length - at);
            System.arraycopy(row, at, bytes, offset, count);
            at += count;
            return count;
        }

        private boolean hasMore() {
            if (at == row.length && next < requests.size()) {
                row = write(next++);
                at = 0;
            }
            return at < row.length;
        }
    }
}
