package dev.offpeak.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentitiesTest {
    static Stream<Arguments> legal() {
        return Stream.of(
                of(AccountId::new, "main"),
                of(AccountId::new, "0-a"),
                of(AccountId::new, "a".repeat(64)),
                of(BatchId::new, "batch_67f-A.b"),
                of(BatchId::new, "b".repeat(128)),
                of(BundleId::new, "bundle_0z"),
                of(JobId::new, "job_" + "0".repeat(37)),
                of(ProviderId::new, "openai"),
                of(ProviderId::new, "a" + "-".repeat(31)),
                of(SegmentId::new, "seg_" + "9".repeat(60)),
                of(TenantId::new, "Acme_1.x-y"),
                of(TenantId::new, "t".repeat(64)));
    }

    static Stream<Arguments> illegal() {
        return Stream.of(
                of(AccountId::new, "-a"),
                of(AccountId::new, "Main"),
                of(AccountId::new, "a".repeat(65)),
                of(BatchId::new, ""),
                of(BatchId::new, "a/b"),
                of(BatchId::new, "b".repeat(129)),
                of(BundleId::new, "bundle_"),
                of(BundleId::new, "seg_1"),
                of(JobId::new, "job_" + "0".repeat(36)),
                of(JobId::new, "job_" + "0".repeat(37) + "\n"),
                of(JobId::new, "job_" + "A".repeat(37)),
                of(ProviderId::new, "9ai"),
                of(ProviderId::new, "a" + "-".repeat(32)),
                of(SegmentId::new, "seg_" + "9".repeat(61)),
                of(TenantId::new, ""),
                of(TenantId::new, "a b"),
                of(TenantId::new, "a\nb"),
                of(TenantId::new, "t".repeat(65)));
    }

    @ParameterizedTest
    @MethodSource("legal")
    void a_legal_name_prints_as_it_was_given(Function<String, Object> make, String text) {
        assertThat(make.apply(text)).hasToString(text).isEqualTo(make.apply(text));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void an_illegal_name_is_refused_and_quoted(Function<String, Object> make, String text) {
        assertThatThrownBy(() -> make.apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not match");
    }

    @Test
    void a_refusal_quotes_eighty_characters_at_most() {
        assertThatThrownBy(() -> new TenantId("x".repeat(80))).hasMessageContaining("\"" + "x".repeat(80) + "\"");
        assertThatThrownBy(() -> new TenantId("x".repeat(81))).hasMessageContaining("\"" + "x".repeat(80) + "…\"");
    }

    @Test
    void a_job_id_can_be_told_from_other_text() {
        assertThat(JobId.looksLike("job_" + "0".repeat(37))).isTrue();
        assertThat(JobId.looksLike("job_" + "0".repeat(38))).isFalse();
        assertThat(JobId.looksLike("0".repeat(41))).isFalse();
    }

    private static Arguments of(Function<String, Object> make, String text) {
        return Arguments.of(make, text);
    }
}
