package dev.offpeak.simulator.http;

import java.io.IOException;

/// One operation of a provider's API.
@FunctionalInterface
public interface Endpoint {
    Reply handle(Call call) throws IOException;
}
