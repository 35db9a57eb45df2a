package dev.offpeak.gateway;

import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.gateway.http.ProxyEvents;
import dev.offpeak.gateway.http.StreamedAnswer;
import dev.offpeak.gateway.runtime.Reply;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Decodes an HTTP event, asks the front desk, streams its answer.
@Singleton
public class GatewayHandler {
    private final ProxyEvents events = new ProxyEvents();
    private final StreamedAnswer format = new StreamedAnswer();
    private final FrontDesk desk;

    @Inject
    public GatewayHandler(FrontDesk desk) {
        this.desk = desk;
    }

    public Reply handle(InputStream event) {
        var response = answer(event);
        return new Reply() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                format.write(response, out);
            }

            @Override
            public void close() {
                if (response.content() instanceof Content.Passing(var source)) {
                    source.close();
                }
            }
        };
    }

    private HttpResponse answer(InputStream event) {
        HttpRequest request;
        try {
            request = events.read(event);
        } catch (IOException e) {
            return Problem.of(ProblemType.BAD_EVENT, String.valueOf(e.getMessage()))
                    .response();
        }
        return desk.answer(request);
    }
}
