package dev.offpeak.wire.http;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.wire.http.Call.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Calls with an account's key.
public final class AccountHttp {
    private static final Header USER_AGENT = new Header("user-agent", "offpeak");

    private final Http http;
    private final AccountId account;
    private final Supplier<Header> key;

    /// @param key asked for before every call; what it throws means that the call is not made
    public AccountHttp(Http http, AccountId account, Supplier<Header> key) {
        this.http = http;
        this.account = account;
        this.key = key;
    }

    public Outcome send(Call call) {
        try {
            return http.send(signed(call));
        } catch (NoKey e) {
            return new Outcome.NotSent(e.why());
        }
    }

    public OpenOutcome begin(Call call, Duration patience) {
        try {
            return http.begin(signed(call), patience);
        } catch (NoKey e) {
            return new OpenOutcome.NotSent(e.why());
        }
    }

    public Http.Download open(Call call) throws IOException {
        return http.open(signed(call));
    }

    private Call signed(Call call) throws NoKey {
        try {
            return call.with(List.of(key.get(), USER_AGENT));
        } catch (RuntimeException e) {
            // the supplier asks some secret store, in whatever way that fails
            throw new NoKey("the key of account " + account + " cannot be read", e);
        }
    }

    private static final class NoKey extends IOException {
        private static final long serialVersionUID = 1;

        private final String why;

        NoKey(String why, RuntimeException cause) {
            super(why, cause);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
