package dev.offpeak.core.provider;

import dev.offpeak.core.id.ProviderId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers of this deployment by name. A new provider is a new entry here and a `switch` nowhere.
public final class Providers {
    private final Map<String, Provider> byName;

    public Providers(List<Provider> providers) {
        var map = new LinkedHashMap<String, Provider>();
        for (var provider : providers) {
            if (map.put(provider.id().value(), provider) != null) {
                throw new IllegalArgumentException("provider " + provider.id() + " is configured twice");
            }
        }
        byName = Collections.unmodifiableMap(map);
    }

    public Optional<Provider> find(ProviderId id) {
        return named(id.value());
    }

    /// For a name that may be anything.
    public Optional<Provider> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// For ids that were checked when they came in.
    public Provider get(ProviderId id) {
        return find(id).orElseThrow(() ->
                new IllegalStateException("provider " + id + " is not configured; configured: " + byName.keySet()));
    }

    public Collection<ProviderId> ids() {
        return byName.values().stream().map(Provider::id).toList();
    }
}
