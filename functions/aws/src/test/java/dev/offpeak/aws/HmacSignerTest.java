package dev.offpeak.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class HmacSignerTest {
    @Test
    void it_signs_as_rfc_4231_test_case_6_says() {
        var key = new byte[131];
        Arrays.fill(key, (byte) 0xaa);
        var message = "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(US_ASCII);
        assertThat(HexFormat.of().formatHex(new HmacSigner(key).sign(message)))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void a_short_key_is_refused_without_being_shown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HmacSigner("secret-of-31-bytes-is-too-short".getBytes(US_ASCII)))
                .withMessage("a signing key of 31 bytes is too short: at least 32");
    }
}
