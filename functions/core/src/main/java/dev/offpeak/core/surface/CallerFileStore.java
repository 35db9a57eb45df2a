package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import java.util.List;
import java.util.Optional;

/// Where callers' files are noted; their bytes lie in the object store.
public interface CallerFileStore {
    /// Put if absent.
    Write<CallerFile> add(CallerFile file);

    Optional<CallerFile> find(CallerIds.Kind kind, CallerName name);

    /// Hides a file that is there.
    void hide(CallerFile file);

    /// Those that are not hidden; may lag.
    List<CallerFile> list(TenantId tenant, ProviderId provider, Stretch stretch);
}
