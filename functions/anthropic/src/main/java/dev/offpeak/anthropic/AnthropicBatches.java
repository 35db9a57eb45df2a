package dev.offpeak.anthropic;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.wire.http.AccountHttp;
import dev.offpeak.wire.http.BatchPages;
import dev.offpeak.wire.http.BatchReplies;
import dev.offpeak.wire.http.Call;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Anthropic's Message Batches. The lines travel inside the create call; a batch carries no name of ours, so one in
/// doubt can only be told by its `custom_id`s once it has ended.
final class AnthropicBatches implements BatchApi {
    private static final String PATH = "/v1/messages/batches";
    private static final int PAGE = 100;
    private static final int ERROR_BODY = 1 << 16;

    private final AnthropicSettings settings;
    private final AccountHttp http;
    private final BatchReplies replies = new BatchReplies(AnthropicBatchView::read, AnthropicFailures::read);

    AnthropicBatches(AnthropicSettings settings, AccountHttp http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        return new UploadOutcome.Uploaded("");
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        var call = Call.post(
                        settings.uri(PATH),
                        CreateBody.of(lines),
                        settings.timeouts().upload())
                .with("content-type", "application/json")
                .with(AnthropicHeaders.complete(order.headers()));
        return replies.created(http.send(call));
    }

    @Override
    public LookupOutcome find(BatchId batch) {
        return replies.lookedUp(http.send(get("/" + batch, settings.timeouts().call())));
    }

    @Override
    public LookupOutcome cancel(BatchId batch) {
        var outcome = http.send(Call.post(
                        settings.uri(PATH + "/" + batch + "/cancel"),
                        Payload.NONE,
                        settings.timeouts().call())
                .with(AnthropicHeaders.complete(Headers.NONE)));
        // a batch that is over cannot be cancelled; how it ended is what the caller needs then
        return outcome instanceof Outcome.Answered(int status, var headers, var body)
                        && (status == 400 || status == 409)
                ? find(batch)
                : replies.lookedUp(outcome);
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        return new BatchPages(
                        after -> http.send(get(
                                "?limit=" + PAGE
                                        + after.map(id -> "&after_id=" + id).orElse(""),
                                settings.timeouts().call())),
                        batch -> AnthropicBatchView.read(batch).map(view -> new Sighting(view, Optional.empty())),
                        AnthropicFailures::read)
                .since(since);
    }

    @Override
    public boolean marks() {
        return false;
    }

    @Override
    public boolean forget(String upload) {
        return true;
    }

    @Override
    public InputStream openResults(ResultFile file) throws IOException {
        var download =
                http.open(get("/" + file.ref() + "/results", settings.timeouts().download()));
        if (download.status() == 200) {
            return download.body();
        }
        try (var body = download.body()) {
            var failure =
                    AnthropicFailures.read(download.status(), download.headers(), Body.of(body.readNBytes(ERROR_BODY)));
            throw new IOException("results of " + file.ref() + ": status " + failure.status() + ", " + failure.code());
        }
    }

    private Call get(String path, Duration timeout) {
        return Call.get(settings.uri(PATH + path), timeout).with(AnthropicHeaders.complete(Headers.NONE));
    }
}
