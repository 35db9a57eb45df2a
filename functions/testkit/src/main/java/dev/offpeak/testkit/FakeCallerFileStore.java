package dev.offpeak.testkit;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.core.surface.Stretch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Callers' files in memory.
public final class FakeCallerFileStore implements CallerFileStore {
    private final Map<String, CallerFile> rows = new LinkedHashMap<>();

    @Override
    public synchronized Write<CallerFile> add(CallerFile file) {
        var standing = rows.putIfAbsent(key(file.kind(), file.name()), file);
        return standing == null ? Write.done() : Write.lost(standing);
    }

    @Override
    public synchronized Optional<CallerFile> find(CallerIds.Kind kind, CallerName name) {
        return Optional.ofNullable(rows.get(key(kind, name)));
    }

    @Override
    public synchronized void hide(CallerFile file) {
        rows.put(key(file.kind(), file.name()), file.asHidden());
    }

    @Override
    public synchronized List<CallerFile> list(TenantId tenant, ProviderId provider, Stretch stretch) {
        return Stretches.of(
                rows.values().stream()
                        .filter(file -> file.tenant().equals(tenant))
                        .filter(file -> file.provider().equals(provider))
                        .filter(file -> !file.hidden()),
                CallerFile::place,
                stretch);
    }

    private static String key(CallerIds.Kind kind, CallerName name) {
        return name + "#" + kind;
    }
}
