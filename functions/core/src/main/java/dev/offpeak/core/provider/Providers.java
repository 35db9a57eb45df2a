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
    private final Map<ProviderId, Provider> byId;

    public Providers(List<Provider> providers) {
        var map = new LinkedHashMap<ProviderId, Provider>();
        for (var provider : providers) {
            if (map.put(provider.id(), provider) != null) {
                throw new IllegalArgumentException("provider " + provider.id() + " is configured twice");
            }
        }
        byId = Collections.unmodifiableMap(map);
    }

    public Optional<Provider> find(ProviderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// For ids that were checked when they came in.
    public Provider get(ProviderId id) {
        return find(id).orElseThrow(() ->
                new IllegalStateException("provider " + id + " is not configured; configured: " + byId.keySet()));
    }

    public Collection<ProviderId> ids() {
        return byId.keySet();
    }
}
