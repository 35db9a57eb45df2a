package dev.offpeak.core.surface;

import dev.offpeak.core.id.ProviderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The batch APIs of this deployment by provider.
public final class BatchSurfaces {
    private final Map<ProviderId, BatchSurface> byProvider = new LinkedHashMap<>();

    public BatchSurfaces(List<BatchSurface> surfaces) {
        for (var surface : surfaces) {
            byProvider.put(surface.provider(), surface);
        }
    }

    public Optional<BatchSurface> find(ProviderId provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }
}
