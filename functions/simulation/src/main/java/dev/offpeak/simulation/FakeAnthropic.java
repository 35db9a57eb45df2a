package dev.offpeak.simulation;

import dev.offpeak.anthropic.AnthropicDialect;
import dev.offpeak.anthropic.AnthropicPrices;
import dev.offpeak.core.pricing.PriceList;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Dialect;

/// Anthropic's shapes: lines inside the create call, no mark, one file of results.
final class FakeAnthropic implements Format {
    static final String MODEL = "claude-haiku-4-5";

    private final AnthropicDialect dialect = new AnthropicDialect();
    private final AnthropicPrices prices = new AnthropicPrices();

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public PriceList prices() {
        return prices;
    }

    @Override
    public boolean uploads() {
        return false;
    }

    @Override
    public boolean parts() {
        return false;
    }

    @Override
    public String batchId(int number) {
        return "msgbatch_%08d".formatted(number);
    }

    @Override
    public Body answer(String model, String words, boolean batch) {
        return Body.of("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"" + model
                + "\",\"content\":[{\"type\":\"text\",\"text\":\"" + words
                + "\"}],\"usage\":{\"input_tokens\":1000,\"output_tokens\":" + words.length()
                + (batch ? ",\"service_tier\":\"batch\"" : "") + "}}");
    }

    @Override
    public String success(String customId, Body answer) {
        return row(customId, "{\"type\":\"succeeded\",\"message\":" + answer.text() + "}");
    }

    @Override
    public String failure(String customId, int status, String code) {
        return row(
                customId,
                "{\"type\":\"errored\",\"error\":" + error(status, code).text() + "}");
    }

    @Override
    public String expired(String customId) {
        return row(customId, "{\"type\":\"expired\"}");
    }

    @Override
    public String canceled(String customId) {
        return row(customId, "{\"type\":\"canceled\"}");
    }

    @Override
    public Body error(int status, String code) {
        var type = status >= 500 ? "api_error" : status == 429 ? "rate_limit_error" : "invalid_request_error";
        return Body.of(
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"},\"request_id\":null}");
    }

    private static String row(String customId, String result) {
        return "{\"custom_id\":\"" + customId + "\",\"result\":" + result + "}";
    }
}
