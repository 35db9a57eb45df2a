package dev.offpeak.gateway.dropin;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.PassThrough.Departure;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.KeyRefusal;
import dev.offpeak.gateway.jobs.Till;
import java.io.IOException;

/// Makes a caller's own call and hands the answer on as it comes in.
public final class PassOn {
    private final Till till;
    private final Patience patience;

    public PassOn(Till till, Patience patience) {
        this.till = till;
        this.patience = patience;
    }

    sealed interface Begun {
        record Passes(HttpResponse response) implements Begun {}

        record KeyRefused() implements Begun {}

        record NotSent(String why) implements Begun {}

        record InDoubt(String why) implements Begun {}
    }

    Begun begin(TenantId tenant, Provider provider, Passage passage, DirectCall call) {
        var departure = provider.dialect().passThrough().depart(passage, call.body());
        var leaving = new DirectCall(call.method(), call.path(), call.query(), call.headers(), departure.body());
        return switch (provider.first().calls().open(leaving, patience)) {
            case OpenOutcome.Answering answering
            when answering.succeeded() -> passes(tenant, provider, passage, departure, answering);
            case OpenOutcome.Answering refusal ->
                refused(provider, refusal, () -> fail(tenant, provider, passage, departure));
            case OpenOutcome.NotSent(var why) -> {
                fail(tenant, provider, passage, departure);
                yield new Begun.NotSent(why);
            }
            case OpenOutcome.InDoubt(var why) -> {
                if (passage.metered()) {
                    till.inDoubt(tenant, provider, departure.model(), why);
                }
                yield new Begun.InDoubt(why);
            }
        };
    }

    private Begun passes(
            TenantId tenant, Provider provider, Passage passage, Departure departure, OpenOutcome.Answering answering) {
        var type = answering.headers().values().getOrDefault("content-type", "");
        var reader = provider.dialect().passThrough().reader(passage, departure, type);
        Runnable settle = () -> {
            if (passage.metered()) {
                till.succeeded(tenant, provider, departure.model(), reader.usage(), reader.isComplete());
            }
        };
        return new Begun.Passes(response(
                provider, answering, new Content.Passing(new PassingAnswer(answering.body(), reader, settle))));
    }

    private static Begun refused(Provider provider, OpenOutcome.Answering refusal, Runnable settle) {
        var passing = new Content.Passing(new PassingAnswer(refusal.body(), AnswerReader.none(), settle));
        // whether it is about our key is in the body of the one, and certain of the other
        return switch (refusal.status()) {
            case 401 -> {
                passing.source().close();
                yield keyRefused(provider);
            }
            case 403 -> {
                var body = whole(provider, refusal);
                settle.run();
                var failure = provider.dialect().readFailure(refusal.status(), refusal.headers(), body);
                yield KeyRefusal.isOne(failure)
                        ? keyRefused(provider)
                        : new Begun.Passes(response(provider, refusal, new Content.Whole(body)));
            }
            default -> new Begun.Passes(response(provider, refusal, passing));
        };
    }

    private static Begun keyRefused(Provider provider) {
        KeyRefusal.report(provider);
        return new Begun.KeyRefused();
    }

    private static Body whole(Provider provider, OpenOutcome.Answering refusal) {
        try (var in = refusal.body()) {
            return Body.of(in.readAllBytes());
        } catch (IOException e) {
            return provider.dialect().errorEnvelope(refusal.status(), "refused", "the provider's words broke off");
        }
    }

    private static HttpResponse response(Provider provider, OpenOutcome.Answering answering, Content content) {
        var headers = Passing.back(provider.dialect().passThrough(), answering.headers());
        return new HttpResponse(answering.status(), headers, content);
    }

    private void fail(TenantId tenant, Provider provider, Passage passage, Departure departure) {
        if (passage.metered()) {
            till.failed(tenant, provider, departure.model());
        }
    }
}
