package dev.offpeak.wiring;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Secrets by reference: read from SSM when first used and kept for the life of the sandbox.
final class Secrets {
    private final Supplier<SsmClient> ssm;

    Secrets(Supplier<SsmClient> ssm) {
        this.ssm = ssm;
    }

    /// @param what names the setting in the error when neither is set
    Supplier<String> of(String what, Optional<String> value, Optional<String> parameter) {
        if (value.isPresent()) {
            return value::get;
        }
        return new Once(() -> read(parameter.orElseThrow(
                () -> new IllegalStateException(what + " is not set, and neither is its SSM parameter"))));
    }

    private String read(String parameter) {
        return ssm.get()
                .getParameter(request -> request.name(parameter).withDecryption(true))
                .parameter()
                .value();
    }

    private static final class Once implements Supplier<String> {
        private final Supplier<String> source;
        private volatile Optional<String> known = Optional.empty();

        Once(Supplier<String> source) {
            this.source = source;
        }

        @Override
        public String get() {
            if (known.isEmpty()) {
                known = Optional.of(source.get());
            }
            return known.get();
        }
    }
}
