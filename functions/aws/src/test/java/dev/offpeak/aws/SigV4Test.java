package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.wire.http.Call.Header;
import dev.offpeak.wire.text.ByteText;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Against the SDK's own signer.
class SigV4Test {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String OPERATION = "DynamoDB_20120810.UpdateItem";

    private final SplittableRandom random = new SplittableRandom(27);

    @Test
    void it_signs_as_the_sdk_does() {
        var mine = new SigV4("eu-central-1", "dynamodb", CONTENT_TYPE, OPERATION);
        var now = NOON;
        for (int i = 0; i < 500; i++) {
            // over days and changes of credentials, which change the key
            now = now.plus(Duration.ofMinutes(random.nextInt(600)));
            var who = i % 7 < 3 ? credentials(i / 7) : session(i / 7);
            var body = text(random.nextInt(400));
            for (var host : List.of("dynamodb.eu-central-1.amazonaws.com", "127.0.0.1:8000")) {
                var signed = mine.sign(who, host, bytes(body), now);
                assertThat(signed)
                        .as("call %d", i)
                        .containsExactlyInAnyOrderElementsOf(sdk(who, host, body.getBytes(UTF_8), now));
            }
        }
    }

    @Test
    void nothing_of_a_key_shows_in_its_text() {
        var mine = new SigV4("eu-central-1", "dynamodb", CONTENT_TYPE, OPERATION);
        mine.sign(credentials(1), "host", bytes(""), NOON);
        assertThat(mine.toString()).doesNotContain("secret");
    }

    private static List<Header> sdk(AwsCredentialsIdentity who, String host, byte[] body, Instant now) {
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create("https://" + host + "/"));
        request.putHeader("content-type", CONTENT_TYPE).putHeader("x-amz-target", OPERATION);
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(who)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
        return signed.headers().entrySet().stream()
                .map(header -> new Header(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().get(0)))
                .filter(header -> !header.name().equals("host"))
                .toList();
    }

    private static ByteText bytes(String text) {
        return new ByteText(UTF_8, 16).add(text);
    }

    private AwsCredentialsIdentity credentials(int number) {
        return AwsCredentialsIdentity.create("AKID" + number, "secret/+" + number);
    }

    private AwsCredentialsIdentity session(int number) {
        return AwsSessionCredentialsIdentity.create("ASIA" + number, "secret/+" + number, "token/+=" + number);
    }

    private String text(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(10) == 0 ? 0x1F600 + random.nextInt(50) : 32 + random.nextInt(90));
        }
        return text.toString();
    }
}
