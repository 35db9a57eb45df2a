package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.wire.http.AccountHttp;
import dev.offpeak.wire.http.BatchPages;
import dev.offpeak.wire.http.BatchReplies;
import dev.offpeak.wire.http.Call;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.Payload;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.json.MalformedJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// OpenAI's Files and Batches. `metadata.offpeak_bundle` is what a batch in doubt is found again by.
final class OpenAiBatches implements BatchApi {
    static final String BUNDLE = "offpeak_bundle";
    private static final int PAGE = 100;
    private static final int ERROR_BODY = 1 << 16;

    private final OpenAiSettings settings;
    private final AccountHttp http;
    private final BatchReplies replies = new BatchReplies(OpenAiBatchView::read, OpenAiFailures::read);

    OpenAiBatches(OpenAiSettings settings, AccountHttp http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        var upload = new InputFile(bundle, lines);
        var outcome = http.send(Call.post(
                        settings.uri("/files"),
                        upload.payload(),
                        settings.timeouts().upload())
                .with("content-type", upload.contentType()));
        return switch (outcome) {
            case Outcome.NotSent(var why) -> new UploadOutcome.Unavailable(BatchReplies.notSent(why));
            case Outcome.InDoubt(var why) -> new UploadOutcome.Unavailable(new ProviderFailure(0, "no_answer", why));
            case Outcome.Answered answered -> uploaded(answered);
        };
    }

    private static UploadOutcome uploaded(Outcome.Answered answered) {
        if (!answered.succeeded()) {
            var failure = OpenAiFailures.read(answered);
            return BatchReplies.isRefusal(answered.status()) && !BatchReplies.passes(answered.status())
                    ? new UploadOutcome.Refused(failure)
                    : new UploadOutcome.Unavailable(failure);
        }
        try {
            return JsonObject.parse(Body.of(answered.body()))
                    .text("id")
                    .<UploadOutcome>map(UploadOutcome.Uploaded::new)
                    .orElseThrow(() -> new MalformedJson("no id"));
        } catch (MalformedJson e) {
            return new UploadOutcome.Unavailable(
                    new ProviderFailure(answered.status(), "unreadable", "the answer is no file: " + e.why()));
        }
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        var body = "{\"input_file_id\":" + JsonText.quote(order.upload()) + ",\"endpoint\":\"" + order.endpoint()
                + "\",\"completion_window\":\"24h\",\"metadata\":{\"" + BUNDLE + "\":\"" + order.bundle() + "\"}}";
        var call = Call.post(
                        settings.uri("/batches"),
                        Payload.of(body.getBytes(UTF_8)),
                        settings.timeouts().call())
                .with("content-type", "application/json")
                .with(order.headers().values());
        return replies.created(http.send(call));
    }

    @Override
    public LookupOutcome find(BatchId batch) {
        return replies.lookedUp(http.send(
                Call.get(settings.uri("/batches/" + batch), settings.timeouts().call())));
    }

    @Override
    public LookupOutcome cancel(BatchId batch) {
        var outcome = http.send(Call.post(
                settings.uri("/batches/" + batch + "/cancel"),
                Payload.NONE,
                settings.timeouts().call()));
        // a batch that is over cannot be cancelled; how it ended is what the caller needs then
        return outcome instanceof Outcome.Answered(int status, var headers, var body)
                        && (status == 400 || status == 409)
                ? find(batch)
                : replies.lookedUp(outcome);
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        return new BatchPages(
                        after -> http.send(Call.get(
                                settings.uri("/batches?limit=" + PAGE
                                        + after.map(id -> "&after=" + id).orElse("")),
                                settings.timeouts().call())),
                        OpenAiBatchView::sighting,
                        OpenAiFailures::read)
                // their clock counts whole seconds
                .since(since.truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public boolean forget(String upload) {
        var outcome = http.send(new Call(
                "DELETE",
                settings.uri("/files/" + upload),
                List.of(),
                Payload.NONE,
                settings.timeouts().call(),
                ERROR_BODY));
        return outcome instanceof Outcome.Answered answered && (answered.succeeded() || answered.status() == 404);
    }

    @Override
    public InputStream openResults(ResultFile file) throws IOException {
        var download = http.open(Call.get(
                settings.uri("/files/" + file.ref() + "/content"),
                settings.timeouts().download()));
        if (download.status() == 200) {
            return download.body();
        }
        try (var body = download.body()) {
            var failure =
                    OpenAiFailures.read(download.status(), download.headers(), Body.of(body.readNBytes(ERROR_BODY)));
            throw new IOException("result file " + file.ref() + ": status " + failure.status() + ", " + failure.code());
        }
    }
}
