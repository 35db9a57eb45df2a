package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.RowOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRowsTest {
    private static final Endpoint CHAT = new Endpoint("/v1/chat/completions");
    private final OpenAiDialect dialect = new OpenAiDialect();

    @Test
    void a_success_is_the_slice_of_its_body_whatever_the_order_of_keys() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var body = "{ \"model\":\"m\",\"text\":\"ü\\\"}😀\", \"usage\":{\"prompt_tokens\":" + random.nextInt(1000)
                    + "} }";
            var response = shuffled(random, "\"status_code\": 200", "\"request_id\":\"r\"", "\"body\" :" + body);
            var row = shuffled(
                    random, "\"id\":\"b\"", "\"custom_id\":\"c-1\"", "\"error\":null", "\"response\":" + response);
            var bytes = ("padding" + row + "\n").getBytes(UTF_8);
            var outcome = (RowOutcome.Succeeded) dialect.readRow(CHAT, bytes, 7, bytes.length - 1);
            assertThat(outcome.customId()).isEqualTo("c-1");
            assertThat(text(bytes, 7, outcome.body())).as("seed %d", seed).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens':100,'completion_tokens':7,'prompt_tokens_details':{'cached_tokens':30,'cache_write_tokens':20}}|50|30|20|7",
                "{'input_tokens':100,'output_tokens':7,'input_tokens_details':{'cached_tokens':30,'cache_write_tokens':0}}|70|30|0|7",
                "{'prompt_tokens':8,'total_tokens':8}|8|0|0|0",
                "{'prompt_tokens':10,'prompt_tokens_details':{'cached_tokens':99,'cache_write_tokens':99}}|0|10|0|0",
                "{'prompt_tokens':-5,'completion_tokens':99999999999999999999}|0|0|0|0",
                "{'prompt_tokens':'many','completion_tokens':1.5}|0|0|0|0",
                "null|0|0|0|0"
            })
    void usage_counts_each_token_once_and_is_billed_as_batch(
            String usage, long input, long read, long written, long output) {
        var row = row("{'custom_id':'c','response':{'status_code':200,'body':{'service_tier':'default','usage':" + usage
                + "}},'error':null}");
        assertThat(((RowOutcome.Succeeded) row).usage())
                .isEqualTo(new Usage(input, read, written, 0, output, Tier.BATCH));
    }

    @Test
    void usage_law_the_prompt_is_what_the_provider_says_it_is() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            int prompt = random.nextInt(1000);
            var usage = dialect.readUsage(
                    CHAT,
                    Body.of("{\"usage\":{\"prompt_tokens\":" + prompt + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                            + random.nextInt(1200) + ",\"cache_write_tokens\":" + random.nextInt(1200) + "}}}"));
            assertThat(usage.prompt()).as("seed %d", seed).isEqualTo(prompt);
        }
    }

    @ParameterizedTest
    @CsvSource({"default,STANDARD", "flex,FLEX", "priority,PRIORITY", "fast,PRIORITY", "scale,STANDARD", "new,STANDARD"
    })
    void a_direct_answer_is_billed_by_the_tier_it_names(String raw, Tier tier) {
        assertThat(dialect.readUsage(CHAT, Body.of("{\"service_tier\":\"" + raw + "\"}"))
                        .tier())
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({
        "400,false",
        "401,false",
        "404,false",
        "422,false",
        "408,true",
        "409,true",
        "429,true",
        "500,true",
        "503,true",
        "0,true",
        "302,true"
    })
    void a_failure_may_be_tried_again_unless_the_request_is_wrong(int status, boolean retryable) {
        var failed = (RowOutcome.Failed) row("{'custom_id':'c','error':null,'response':{'status_code':" + status
                + ",'body':{'error':{'message':'m','type':'t','param':null,'code':'k'}}}}");
        assertThat(failed.retryable()).isEqualTo(retryable);
        assertThat(failed.failure().code()).isEqualTo("k");
        assertThat(failed.failure().status()).isEqualTo(status);
    }

    @Test
    void a_failure_is_the_slice_of_its_body_and_has_the_providers_status() {
        var body = "{ \"error\":{\"message\":\"ü\\\"}😀\",\"code\":\"k\"} }";
        var bytes = ("padding{\"custom_id\":\"c\",\"response\":{\"body\":" + body
                        + ",\"status_code\":422},\"error\":null}")
                .getBytes(UTF_8);
        var place = ((RowOutcome.Failed) dialect.readRow(CHAT, bytes, 7, bytes.length))
                .body()
                .orElseThrow();
        assertThat(place.status()).isEqualTo(422);
        assertThat(text(bytes, 7, place)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'custom_id':'c','response':null,'error':{'code':'something_new','message':'m'}}",
                "{'custom_id':'c','response':{'status_code':0,'body':{'error':{'code':'k'}}},'error':null}",
                "{'custom_id':'c','response':{'status_code':999,'body':{'error':{'code':'k'}}},'error':null}",
                "{'custom_id':'c','response':{'status_code':502,'body':null},'error':null}"
            })
    void a_failure_that_the_endpoint_did_not_answer_has_no_body(String row) {
        assertThat(((RowOutcome.Failed) row(row)).body()).isEmpty();
    }

    @Test
    void a_message_is_cut_to_what_a_row_can_hold() {
        var failed = (RowOutcome.Failed) row("{'custom_id':'c','error':null,'response':{'status_code':400,"
                + "'body':{'error':{'message':'" + "m".repeat(5_000) + "'}}}}");
        assertThat(failed.failure().message()).isEqualTo("m".repeat(300) + "…");
    }

    @Test
    void a_line_that_was_not_executed_says_so() {
        assertThat(row("{'custom_id':'c','response':null,'error':{'code':'batch_expired','message':'m'}}"))
                .isEqualTo(new RowOutcome.Expired("c"));
        assertThat(row("{'custom_id':'c','response':null,'error':{'code':'batch_cancelled','message':'m'}}"))
                .isEqualTo(new RowOutcome.Canceled("c"));
        assertThat(row("{'custom_id':'c','response':{'status_code':0,'body':null},'error':{'code':'batch_expired'}}"))
                .isEqualTo(new RowOutcome.Expired("c"));
        assertThat(row("{'custom_id':'c','response':null,'error':{'code':'something_new'}}"))
                .isInstanceOfSatisfying(
                        RowOutcome.Failed.class,
                        failed -> assertThat(failed.retryable()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{'custom_id':7}",
                "{'custom_id':'c'}",
                "{'custom_id':'c','response':null,'error':null}",
                "{'custom_id':'c','response':{'status_code':200,'body':'text'}}",
                "{'custom_id':'c','response':{'status_code':200}}",
                "{'custom_id':'c','response':{'status_code':200,'bo"
            })
    void what_is_no_row_of_any_known_shape_is_not_guessed_at(String row) {
        assertThat(row(row)).isInstanceOf(RowOutcome.Unreadable.class);
    }

    @Test
    void no_damaged_row_is_ever_thrown_out_of() {
        var whole =
                ("{\"id\":\"b\",\"custom_id\":\"c\",\"response\":{\"status_code\":200,\"request_id\":\"r\",\"body\":"
                                + "{\"usage\":{\"prompt_tokens\":5}}},\"error\":null}")
                        .getBytes(UTF_8);
        for (long seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(dialect.readRow(CHAT, damaged, 0, random.nextInt(damaged.length + 1)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    private RowOutcome row(String text) {
        var bytes = text.replace('\'', '"').getBytes(UTF_8);
        return dialect.readRow(CHAT, bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int from, RowOutcome.Place place) {
        return new String(bytes, from + place.offset(), place.length(), UTF_8);
    }

    private static String shuffled(Random random, String... members) {
        var list = new ArrayList<>(List.of(members));
        Collections.shuffle(list, random);
        return "{" + String.join(" , ", list) + "}";
    }
}
