package dev.offpeak.simulation;

import dev.offpeak.core.pricing.PriceList;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.openai.OpenAiDialect;
import dev.offpeak.openai.OpenAiPrices;

/// OpenAI's shapes: uploads, marks, an output and an error file.
final class FakeOpenAi implements Format {
    static final String MODEL = "gpt-5.6-luna";

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final OpenAiPrices prices = new OpenAiPrices();

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
        return true;
    }

    @Override
    public boolean parts() {
        return true;
    }

    @Override
    public String batchId(int number) {
        return "batch_%08d".formatted(number);
    }

    @Override
    public Body answer(String model, String words, boolean batch) {
        return Body.of("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"" + model
                + "\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + words
                + "\"}}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":" + words.length() + "}}");
    }

    @Override
    public String success(String customId, Body answer) {
        return row(customId, "{\"status_code\":200,\"request_id\":\"q\",\"body\":" + answer.text() + "}", "null");
    }

    @Override
    public String failure(String customId, int status, String code) {
        return row(
                customId,
                "{\"status_code\":" + status + ",\"request_id\":\"q\",\"body\":"
                        + error(status, code).text() + "}",
                "null");
    }

    @Override
    public String expired(String customId) {
        return row(customId, "null", "{\"code\":\"batch_expired\",\"message\":\"too late\"}");
    }

    @Override
    public String canceled(String customId) {
        return row(customId, "null", "{\"code\":\"batch_cancelled\",\"message\":\"cancelled\"}");
    }

    @Override
    public Body error(int status, String code) {
        return Body.of("{\"error\":{\"message\":\"no\",\"type\":\"error\",\"param\":null,\"code\":\"" + code + "\"}}");
    }

    private static String row(String customId, String response, String error) {
        return "{\"id\":\"batch_req_1\",\"custom_id\":\"" + customId + "\",\"response\":" + response + ",\"error\":"
                + error + "}";
    }
}
