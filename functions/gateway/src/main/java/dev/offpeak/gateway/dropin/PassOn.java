package dev.offpeak.gateway.dropin;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Told;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.PassThrough;
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

    /// One call on its way.
    private record Leg(TenantId tenant, Provider provider, Passage passage, Departure departure) {
        PassThrough passThrough() {
            return provider.dialect().passThrough();
        }
    }

    Begun begin(TenantId tenant, Provider provider, Passage passage, DirectCall call) {
        var departure = provider.dialect().passThrough().depart(passage, call.body());
        var leg = new Leg(tenant, provider, passage, departure);
        var leaving = new DirectCall(call.method(), call.path(), call.query(), call.headers(), departure.body());
        return switch (provider.first().calls().open(leaving, patience)) {
            case OpenOutcome.Answering answering when answering.succeeded() -> passes(leg, answering);
            case OpenOutcome.Answering refusal -> refused(leg, refusal);
            case OpenOutcome.NotSent(var why) -> {
                fail(leg);
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

    private Begun passes(Leg leg, OpenOutcome.Answering answering) {
        var type = answering.headers().values().getOrDefault("content-type", "");
        var reader = leg.passThrough().reader(leg.passage(), leg.departure(), type);
        return passes(
                leg,
                answering,
                new PassingAnswer(answering.body(), answering.headers().contentLength(), reader, () -> {
                    if (leg.passage().metered()) {
                        till.succeeded(
                                leg.tenant(),
                                leg.provider(),
                                leg.departure().model(),
                                reader.usage(),
                                reader.isComplete() ? Told.ALL : Told.PART);
                    }
                }));
    }

    private Begun refused(Leg leg, OpenOutcome.Answering refusal) {
        var passing = new PassingAnswer(
                refusal.body(), refusal.headers().contentLength(), AnswerReader.none(), () -> fail(leg));
        return switch (refusal.status()) {
            case 401 -> {
                passing.close();
                yield keyRefused(leg);
            }
            case 403 -> forbidden(leg, refusal, passing);
            default -> passes(leg, refusal, passing);
        };
    }

    /// Its words say whether it is about our key.
    private static Begun forbidden(Leg leg, OpenOutcome.Answering refusal, PassingAnswer passing) {
        try (passing) {
            var body = Body.of(refusal.body().readAllBytes());
            var failure = leg.provider().dialect().readFailure(refusal.status(), refusal.headers(), body);
            return KeyRefusal.isOne(failure) ? keyRefused(leg) : passes(leg, refusal, new Content.Whole(body));
        } catch (IOException e) {
            return new Begun.InDoubt("its refusal broke off");
        }
    }

    private static Begun keyRefused(Leg leg) {
        KeyRefusal.report(leg.provider());
        return new Begun.KeyRefused();
    }

    private static Begun passes(Leg leg, OpenOutcome.Answering answering, Content.Source source) {
        return passes(leg, answering, new Content.Passing(source));
    }

    private static Begun passes(Leg leg, OpenOutcome.Answering answering, Content content) {
        var headers = Passing.back(leg.passThrough(), answering.headers());
        return new Begun.Passes(new HttpResponse(answering.status(), headers, content));
    }

    private void fail(Leg leg) {
        if (leg.passage().metered()) {
            till.failed(leg.tenant(), leg.provider(), leg.departure().model());
        }
    }
}
