package dev.offpeak.aws;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips a whole class, with the reason, when there are no emulators to run it on.
final class OnEmulators implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Emulators.assumeBuilt();
    }
}
