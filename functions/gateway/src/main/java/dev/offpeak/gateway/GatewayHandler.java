package dev.offpeak.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.offpeak.gateway.http.ProxyEvents;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Decodes an API Gateway event, asks the front desk, encodes its answer.
@Named("gateway")
public final class GatewayHandler implements RequestStreamHandler {
    private final ProxyEvents events = new ProxyEvents();
    private final FrontDesk desk;

    @Inject
    public GatewayHandler(FrontDesk desk) {
        this.desk = desk;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        events.write(desk.answer(events.read(input)), output);
    }
}
