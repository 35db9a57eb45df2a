package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
    private volatile DayKey last = new DayKey("", "", new byte[1]);

    /// A key is made of the secret by four hashes, and is good for a day.
    private record DayKey(String secret, String date, byte[] bytes) {
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
    Map<String, String> sign(
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
        var signature = hex(hmac(key(who.secretAccessKey(), date), toSign));
        // the connection writes its own
        signed.remove("host");
        signed.put(
                "authorization",
                ALGORITHM + " Credential=" + who.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature);
        return signed;
    }

    private static byte[] canonical(Map<String, String> headers, String names, String content) {
        var text = new StringBuilder(512).append("POST\n/\n\n");
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(names)
                .append('\n')
                .append(content)
                .toString()
                .getBytes(UTF_8);
    }

    private byte[] key(String secret, String date) {
        var key = last;
        if (!key.isFor(secret, date)) {
            var ofDay = hmac(("AWS4" + secret).getBytes(UTF_8), date);
            key = new DayKey(secret, date, hmac(hmac(hmac(ofDay, region), service), "aws4_request"));
            last = key;
        }
        return key.bytes();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
