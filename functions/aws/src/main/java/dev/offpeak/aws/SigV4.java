package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.wire.http.Call.Header;
import dev.offpeak.wire.text.ByteText;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signs what is posted to one operation of a service, as AWS asks for it (Signature Version 4,
/// docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, 2026-11).
final class SigV4 {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final int DATE = 8;

    private final String region;
    private final String service;
    private final String contentType;
    private final String target;

    /// Kept, because to look one up costs more than to use it; and with them one signature at a time.
    private final MessageDigest sha256 = sha256();

    private final ByteText text = new ByteText(UTF_8, 1024);

    @Nullable
    private DayKey last;

    /// A key is made of the secret by four hashes, and is good for a day.
    private record DayKey(String secret, String date, Mac mac) {
        boolean isFor(String otherSecret, String otherDate) {
            return secret.equals(otherSecret) && date.equals(otherDate);
        }

        /// Nothing of it reaches a log.
        @Override
        public String toString() {
            return "DayKey[" + date + "]";
        }
    }

    /// @param target the operation, as `X-Amz-Target` names it
    SigV4(String region, String service, String contentType, String target) {
        this.region = region;
        this.service = service;
        this.contentType = contentType;
        this.target = target;
    }

    /// The headers that go with a body, all but `host`, which the connection writes.
    synchronized List<Header> sign(AwsCredentialsIdentity who, String host, ByteText body, Instant now) {
        var time = TIME.format(now);
        var content = hash(body);
        var signed = new ArrayList<Header>(7);
        // in the order of their names
        signed.add(new Header("content-type", contentType));
        signed.add(new Header("host", host));
        signed.add(new Header("x-amz-content-sha256", content));
        signed.add(new Header("x-amz-date", time));
        if (who instanceof AwsSessionCredentialsIdentity session) {
            signed.add(new Header("x-amz-security-token", session.sessionToken()));
        }
        signed.add(new Header("x-amz-target", target));

        var names = names(signed);
        var date = time.substring(0, DATE);
        var scope = date + "/" + region + "/" + service + "/aws4_request";
        var toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(canonical(signed, names, content));
        var signature = hex(key(who.secretAccessKey(), date).doFinal(toSign.getBytes(UTF_8)));
        signed.removeIf(header -> header.name().equals("host"));
        signed.add(new Header(
                "authorization",
                ALGORITHM + " Credential=" + who.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature));
        return signed;
    }

    private static String names(List<Header> headers) {
        return headers.stream().map(Header::name).collect(Collectors.joining(";"));
    }

    private ByteText canonical(List<Header> headers, String names, String content) {
        text.clear().add("POST\n/\n\n");
        for (var header : headers) {
            text.add(header.name()).add(":").add(header.value()).add("\n");
        }
        return text.add("\n").add(names).add("\n").add(content);
    }

    private Mac key(String secret, String date) {
        var known = last;
        if (known == null || !known.isFor(secret, date)) {
            var key = ("AWS4" + secret).getBytes(UTF_8);
            for (var part : List.of(date, region, service, "aws4_request")) {
                key = keyed(key).doFinal(part.getBytes(UTF_8));
            }
            known = new DayKey(secret, date, keyed(key));
            last = known;
        }
        return known.mac();
    }

    private static Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String hash(ByteText hashed) {
        sha256.update(hashed.array(), 0, hashed.length());
        return hex(sha256.digest());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
