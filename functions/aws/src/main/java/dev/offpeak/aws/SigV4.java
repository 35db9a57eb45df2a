package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signs what is posted to the root of a service, as AWS asks for it (Signature Version 4,
/// docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, 2026-11).
final class SigV4 {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final int DATE = 8;

    private final String region;
    private final String service;

    /// Kept, because to look one up costs more than to use it; and with them one signature at a time.
    private final MessageDigest sha256 = sha256();

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

    SigV4(String region, String service) {
        this.region = region;
        this.service = service;
    }

    /// The headers given, in lower case, and those that sign them together with the body.
    synchronized Map<String, String> sign(
            AwsCredentialsIdentity who, String host, Map<String, String> headers, byte[] body, Instant now) {
        var time = TIME.format(now);
        var content = hash(body);
        var signed = new TreeMap<>(headers);
        signed.put("host", host);
        signed.put("x-amz-content-sha256", content);
        signed.put("x-amz-date", time);
        if (who instanceof AwsSessionCredentialsIdentity session) {
            signed.put("x-amz-security-token", session.sessionToken());
        }
        var names = String.join(";", signed.keySet());
        var date = time.substring(0, DATE);
        var scope = date + "/" + region + "/" + service + "/aws4_request";
        var toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(canonical(signed, names, content));
        var signature = hex(key(who.secretAccessKey(), date).doFinal(toSign.getBytes(UTF_8)));
        // the connection writes its own
        signed.remove("host");
        signed.put(
                "authorization",
                ALGORITHM + " Credential=" + who.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature);
        return signed;
    }

    private static byte[] canonical(Map<String, String> headers, String names, String content) {
        int length = names.length() + content.length() + 16;
        for (var header : headers.entrySet()) {
            length += header.getKey().length() + header.getValue().length() + 2;
        }
        var text = new StringBuilder(length).append("POST\n/\n\n");
        for (var header : headers.entrySet()) {
            text.append(header.getKey()).append(':').append(header.getValue()).append('\n');
        }
        text.append('\n').append(names).append('\n').append(content);
        return text.toString().getBytes(UTF_8);
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

    private String hash(byte[] bytes) {
        return hex(sha256.digest(bytes));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
