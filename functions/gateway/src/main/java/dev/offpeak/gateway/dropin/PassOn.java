package dev.offpeak.gateway.dropin;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.Till;
import java.time.Duration;

/// Makes a caller's own call and hands the answer on as it comes in.
public final class PassOn {
    private final Till till;
    private final Duration timeout;

    public PassOn(Till till, Duration timeout) {
        this.till = till;
        this.timeout = timeout;
    }

    sealed interface Begun {
        record Passes(HttpResponse response) implements Begun {}

        record NotSent(String why) implements Begun {}

        record InDoubt(String why) implements Begun {}
    }

    Begun begin(TenantId tenant, Provider provider, Passage passage, DirectCall call) {
        var departure = provider.dialect().passThrough().depart(passage, call.body());
        var leaving = new DirectCall(call.method(), call.path(), call.query(), call.headers(), departure.body());
        return switch (provider.first().calls().open(leaving, timeout)) {
            case OpenOutcome.Answering answering -> {
                var type = answering.headers().values().getOrDefault("content-type", "");
                var reader = answering.succeeded()
                        ? provider.dialect().passThrough().reader(passage, departure, type)
                        : AnswerReader.none();
                Runnable settle = () -> {
                    if (passage.metered() && answering.succeeded()) {
                        till.succeeded(tenant, provider, departure.model(), reader.usage(), reader.isComplete());
                    } else if (passage.metered()) {
                        till.failed(tenant, provider, departure.model());
                    }
                };
                yield new Begun.Passes(new HttpResponse(
                        answering.status(),
                        Passing.back(answering.headers()),
                        new Content.Passing(new PassingAnswer(answering.body(), reader, settle))));
            }
            case OpenOutcome.NotSent(var why) -> {
                if (passage.metered()) {
                    till.failed(tenant, provider, departure.model());
                }
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
}
