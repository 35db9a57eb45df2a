package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.core.surface.LineEnd;
import dev.offpeak.core.surface.ResultLine;
import dev.offpeak.wire.json.JsonLine;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Optional;

/// Writes `{id, custom_id, response, error}`, a line of the output file or of the error file.
final class ResultFileLine {
    private final String start;
    private final JobId job;

    private ResultFileLine(Body customId, JobId job) {
        this.job = job;
        start = "{\"id\":\"batch_req_" + job.value().substring(JobId.PREFIX.length()) + "\",\"custom_id\":"
                + customId.text() + ",\"response\":";
    }

    static ResultLine of(Body customId, JobId job, LineEnd end) {
        var line = new ResultFileLine(customId, job);
        return switch (end) {
            case LineEnd.Answered answered -> line.answered(answered);
            case LineEnd.Refused(var why) ->
                failed(line.response(400, OpenAiFailures.envelope(400, "invalid_request", why)));
            case LineEnd.Failed(var code, var message) -> failed(line.error(code, message));
            case LineEnd.Canceled canceled ->
                failed(line.error("batch_cancelled", "This request was not executed because the batch was cancelled."));
            case LineEnd.Expired expired ->
                failed(line.error(
                        "batch_expired", "This request could not be executed before the completion window expired."));
        };
    }

    private ResultLine answered(LineEnd.Answered end) {
        int status = end.status();
        try {
            var body = JsonObject.parse(end.body());
            var row = response(status, end.body());
            return end.succeeded()
                    ? new ResultLine(Kind.OUTPUT, row, Optional.of(OpenAiUsage.inBatch(body)))
                    : failed(row);
        } catch (MalformedJson e) {
            // proxies answer in HTML, which no line of JSON can hold
            var row = response(
                    status, OpenAiFailures.envelope(status, "status_" + status, "the provider answered " + status));
            return new ResultLine(end.succeeded() ? Kind.OUTPUT : Kind.ERRORS, row, Optional.of(BatchUsage.NONE));
        }
    }

    private static ResultLine failed(byte[] row) {
        return new ResultLine(Kind.ERRORS, row, Optional.of(BatchUsage.NONE));
    }

    private byte[] response(int status, Body body) {
        return JsonLine.of(
                start + "{\"status_code\":" + status + ",\"request_id\":\"" + job + "\",\"body\":",
                body,
                "},\"error\":null}");
    }

    private byte[] error(String code, String message) {
        return (start + "null,\"error\":{\"code\":" + JsonText.quote(code) + ",\"message\":" + JsonText.quote(message)
                        + "}}\n")
                .getBytes(UTF_8);
    }
}
