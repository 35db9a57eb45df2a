package dev.offpeak.workers.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.store.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;

/// Reads sealed manifests.
public final class Manifests {
    private Manifests() {}

    public static Manifest read(ObjectStore objects, String key) throws IOException {
        long size = objects.size(key).orElseThrow(() -> new FileNotFoundException("manifest " + key + " is not there"));
        return Manifest.parse(new String(objects.read(key, 0, Math.toIntExact(size)), UTF_8));
    }
}
