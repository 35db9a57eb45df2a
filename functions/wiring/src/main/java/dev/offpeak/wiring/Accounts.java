package dev.offpeak.wiring;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.AccountLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The accounts of one provider, as settings name them.
///
/// @param provider what its first account is called if nobody says; the others have their number after it
/// @param setting names the keys in the error when there are none
record Accounts(String provider, String setting, Secrets secrets) {
    /// A key or a parameter may contain `=` itself, but not after what could be a name.
    private static final Pattern NAMED = Pattern.compile("([a-z0-9][a-z0-9-]{0,63})=(.+)");

    /// @param key asked for when it is first needed
    record Keyed(AccountId id, Supplier<String> key) {}

    /// In the order they are preferred.
    List<Keyed> of(Optional<String> keys, Optional<String> parameters) {
        if (keys.isPresent()) {
            return named(keys.get(), Optional::of, key -> Optional.empty());
        }
        return parameters.isPresent()
                ? named(parameters.get(), parameter -> Optional.empty(), Optional::of)
                // still an account: a function that calls nobody needs no key
                : List.of(new Keyed(new AccountId(provider), secrets.of(setting, keys, parameters)));
    }

    private List<Keyed> named(
            String list, Function<String, Optional<String>> key, Function<String, Optional<String>> parameter) {
        var accounts = new ArrayList<Keyed>();
        for (var item : items(list)) {
            var named = NAMED.matcher(item);
            int number = accounts.size() + 1;
            var name = named.matches() ? named.group(1) : number == 1 ? provider : provider + "-" + number;
            var value = named.matches() ? named.group(2) : item;
            accounts.add(new Keyed(new AccountId(name), secrets.of(setting, key.apply(value), parameter.apply(value))));
        }
        return accounts;
    }

    static AccountLimits limits(AccountLimits usual, Settings.Limits own) {
        return new AccountLimits(
                own.enqueuedTokens().orElse(usual.enqueuedTokens()),
                own.enqueuedRequests().orElse(usual.enqueuedRequests()),
                usual.requestsPer(),
                own.batchesPerHour().orElse(usual.batchesPerHour()),
                own.callsPerMinute().orElse(usual.callsPerMinute()),
                own.tokenLimits().map(Accounts::byModel).orElse(usual.tokensOf()));
    }

    private static Map<String, Long> byModel(String list) {
        var limits = new HashMap<String, Long>();
        for (var item : items(list)) {
            int equals = item.lastIndexOf('=');
            try {
                limits.put(
                        item.substring(0, equals).strip(),
                        Long.valueOf(item.substring(equals + 1).strip()));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException("\"" + item + "\" is no limit such as model=2000000", e);
            }
        }
        return limits;
    }

    private static List<String> items(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
