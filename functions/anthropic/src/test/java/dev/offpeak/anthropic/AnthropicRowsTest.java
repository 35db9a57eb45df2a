package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.RowOutcome;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicRowsTest {
    private static final Endpoint MESSAGES = new Endpoint("/v1/messages");
    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void a_success_is_the_slice_of_its_message_whatever_the_order_of_keys() {
        var message = "{ \"type\":\"message\",\"text\":\"ü\\\"}😀\" }";
        var rows = new String[] {
            "{\"custom_id\":\"c\",\"result\":{\"type\":\"succeeded\",\"message\":" + message + "}}",
            "{\"result\" : {\"message\" : " + message + ", \"type\":\"succeeded\"}, \"custom_id\":\"c\"}"
        };
        for (var row : rows) {
            var bytes = ("padding" + row).getBytes(UTF_8);
            var outcome = (RowOutcome.Succeeded) dialect.readRow(MESSAGES, bytes, 7, bytes.length);
            assertThat(outcome.body().status()).isEqualTo(200);
            assertThat(text(bytes, 7, outcome.body())).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'input_tokens':5,'cache_read_input_tokens':4,'cache_creation_input_tokens':30,'cache_creation':{'ephemeral_5m_input_tokens':10,'ephemeral_1h_input_tokens':20},'output_tokens':3}|5|4|10|20|3",
                "{'input_tokens':5,'cache_creation_input_tokens':30,'output_tokens':3}|5|0|30|0|3",
                "{'input_tokens':5,'cache_creation_input_tokens':null,'cache_creation':null,'output_tokens':3}|5|0|0|0|3",
                "{'input_tokens':-5,'output_tokens':'x'}|0|0|0|0|0",
                "null|0|0|0|0|0"
            })
    void usage_counts_each_token_once_and_is_billed_as_batch(
            String usage, long input, long read, long written, long writtenLong, long output) {
        var row = row("{'custom_id':'c','result':{'type':'succeeded','message':{'usage':" + usage + "}}}");
        assertThat(((RowOutcome.Succeeded) row).usage())
                .isEqualTo(new Usage(input, read, written, writtenLong, output, Tier.BATCH));
    }

    @Test
    void a_direct_answer_is_standard_unless_it_says_batch() {
        assertThat(dialect.readUsage(MESSAGES, Body.of("{\"usage\":{\"service_tier\":\"batch\"}}"))
                        .tier())
                .isEqualTo(Tier.BATCH);
        assertThat(dialect.readUsage(MESSAGES, Body.of("{\"usage\":{\"service_tier\":\"standard\"}}"))
                        .tier())
                .isEqualTo(Tier.STANDARD);
        assertThat(dialect.readUsage(MESSAGES, Body.of("{\"input_tokens\":7}"))).isEqualTo(Usage.NONE);
        assertThat(dialect.readUsage(MESSAGES, Body.of("event: message_start"))).isEqualTo(Usage.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error,400,false",
        "not_found_error,404,false",
        "request_too_large,413,false",
        "rate_limit_error,429,true",
        "api_error,500,true",
        "overloaded_error,529,true",
        "brand_new_error,0,true"
    })
    void an_errored_row_may_be_tried_again_unless_the_request_is_wrong(String type, int status, boolean retryable) {
        var failed = (RowOutcome.Failed) row("{'custom_id':'c','result':{'type':'errored','error':{'type':'error',"
                + "'error':{'type':'" + type + "','message':'m'},'request_id':null}}}");
        assertThat(failed.failure().code()).isEqualTo(type);
        assertThat(failed.failure().status()).isEqualTo(status);
        assertThat(failed.retryable()).isEqualTo(retryable);
        // a status has to be given, and a type that is new is most likely no fault of the caller's
        assertThat(failed.body().orElseThrow().status()).isEqualTo(status == 0 ? 500 : status);
    }

    @Test
    void a_failure_is_the_slice_of_the_envelope_the_endpoint_would_have_answered() {
        var envelope = "{ \"type\":\"error\", \"error\":{\"type\":\"not_found_error\",\"message\":\"ü\\\"}😀\"},"
                + "\"request_id\":null }";
        var bytes = ("padding{\"result\":{\"error\":" + envelope + ",\"type\":\"errored\"},\"custom_id\":\"c\"}")
                .getBytes(UTF_8);
        var place = ((RowOutcome.Failed) dialect.readRow(MESSAGES, bytes, 7, bytes.length))
                .body()
                .orElseThrow();
        assertThat(place.status()).isEqualTo(404);
        assertThat(text(bytes, 7, place)).isEqualTo(envelope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'custom_id':'c','result':{'type':'errored'}}",
                "{'custom_id':'c','result':{'type':'errored','error':'no'}}",
                "{'custom_id':'c','result':{'type':'errored','error':{'type':'error'}}}"
            })
    void an_errored_row_without_an_envelope_has_no_body(String row) {
        assertThat(((RowOutcome.Failed) row(row)).body()).isEmpty();
    }

    @Test
    void a_line_that_was_not_executed_says_so() {
        assertThat(row("{'custom_id':'c','result':{'type':'expired'}}")).isEqualTo(new RowOutcome.Expired("c"));
        assertThat(row("{'custom_id':'c','result':{'type':'canceled'}}")).isEqualTo(new RowOutcome.Canceled("c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "{'custom_id':'c'}",
                "{'result':{'type':'expired'}}",
                "{'custom_id':'c','result':{}}",
                "{'custom_id':'c','result':{'type':'brand_new'}}",
                "{'custom_id':'c','result':{'type':'succeeded'}}",
                "{'custom_id':'c','result':{'type':'succeeded','message':[]}}",
                "{'custom_id':'c','result':{'type':'exp"
            })
    void what_is_no_row_of_any_known_shape_is_not_guessed_at(String row) {
        assertThat(row(row)).isInstanceOf(RowOutcome.Unreadable.class);
    }

    @Test
    void no_damaged_row_is_ever_thrown_out_of() {
        var whole = ("{\"custom_id\":\"c\",\"result\":{\"type\":\"succeeded\",\"message\":{\"usage\":"
                        + "{\"input_tokens\":5,\"cache_creation\":{\"ephemeral_5m_input_tokens\":1}}}}}")
                .getBytes(UTF_8);
        for (long seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(dialect.readRow(MESSAGES, damaged, 0, random.nextInt(damaged.length + 1)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    private static String text(byte[] bytes, int from, RowOutcome.Place place) {
        return new String(bytes, from + place.offset(), place.length(), UTF_8);
    }

    private RowOutcome row(String text) {
        var bytes = text.replace('\'', '"').getBytes(UTF_8);
        return dialect.readRow(MESSAGES, bytes, 0, bytes.length);
    }
}
