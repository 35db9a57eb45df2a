package dev.offpeak.bench.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;

/// A reverse proxy that does nothing but hand on, made of the JDK's own server and client.
final class PlainProxy {
    private PlainProxy() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> pass(client, "http://" + args[0], exchange));
        server.start();
        System.out.println("ready http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until whoever started it ends
        }
        System.exit(0);
    }

    private static void pass(HttpClient client, String to, HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(URI.create(to + exchange.getRequestURI()))
                    .header("Content-Type", "application/json")
                    .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("content-type").orElse(""));
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            answer.body().transferTo(exchange.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
