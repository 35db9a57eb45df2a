package dev.offpeak.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Random;

/// Jobs whose lines have an exact length, uploaded some at a time; the same number is always the same job.
///
/// @param lineBytes of the provider's line, its `\n` included
/// @param perUpload jobs in one upload, which become one segment
public record Requests(Target target, int lineBytes, int perUpload, JobIds ids, TenantId tenant, Instant acceptedAt) {
    private static final int CUSTOM_ID = 43;
    private static final byte[] PROSE = prose();

    public String upload(int number) {
        return "upload-" + number / perUpload;
    }

    public CustomId customId(int number) {
        return new CustomId(ids.ofUpload(tenant, acceptedAt, upload(number), number % perUpload + 1), 1);
    }

    /// One upload as a caller sends it, `number` being the first.
    public byte[] uploadFrom(int number, int end) {
        var out = new ByteArrayOutputStream(perUpload * (lineBytes + 100));
        for (int i = number; i < Math.min(end, number + perUpload); i++) {
            out.writeBytes(job(i));
            out.write('\n');
        }
        return out.toByteArray();
    }

    public byte[] job(int number) {
        var out = new ByteArrayOutputStream(lineBytes + 100);
        out.writeBytes(("{\"provider\":\"" + target.provider() + "\",\"endpoint\":\"" + target.endpoint()
                        + "\",\"deadline\":\"24h\",\"body\":")
                .getBytes(UTF_8));
        out.writeBytes(body(number));
        out.write('}');
        return out.toByteArray();
    }

    /// What the provider is to receive for it.
    public byte[] line(int number) {
        var out = new ByteArrayOutputStream(lineBytes);
        out.writeBytes(target.lineStart(customId(number).toString()).getBytes(UTF_8));
        out.writeBytes(body(number));
        out.write('}');
        out.write('\n');
        return out.toByteArray();
    }

    private byte[] body(int number) {
        var start = (target.bodyStart() + "[{\"role\":\"user\",\"content\":\"Ticket " + number + ": ").getBytes(UTF_8);
        var end = "\"}]}".getBytes(UTF_8);
        int length = lineBytes - target.lineStart("").length() - CUSTOM_ID - 2;
        int text = length - start.length - end.length;
        if (text < 0) {
            throw new IllegalArgumentException("lines of " + lineBytes + " bytes are too short for a request");
        }
        var out = new ByteArrayOutputStream(length);
        out.writeBytes(start);
        int from = (int) (number * 7_919L % (PROSE.length / 2));
        while (text > 0) {
            int count = Math.min(text, PROSE.length - from);
            out.write(PROSE, from, count);
            text -= count;
            from = 0;
        }
        out.writeBytes(end);
        return out.toByteArray();
    }

    private static byte[] prose() {
        // plain letters only, so that it may be cut anywhere
        var words = "invoice refund login broken please urgent the of order number customer delivery again".split(" ");
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.length() < 1 << 17) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.toString().getBytes(UTF_8);
    }
}
