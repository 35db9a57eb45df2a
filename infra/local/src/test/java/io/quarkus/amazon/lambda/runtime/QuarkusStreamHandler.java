package io.quarkus.amazon.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Stands in for Quarkus' handler of the same name: answers with its process id and the event.
public final class QuarkusStreamHandler {

    public void handleRequest(InputStream event, OutputStream answer) throws IOException {
        String json = new String(event.readAllBytes(), StandardCharsets.UTF_8);
        if (json.contains("please-throw")) {
            throw new IllegalStateException("as asked");
        }
        long pid = ProcessHandle.current().pid();
        answer.write(("{\"pid\":" + pid + ",\"event\":" + json + "}").getBytes(StandardCharsets.UTF_8));
    }
}
