import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Many jobs in one request, one per line. A bad line is refused alone.
class Bulk {
    public static void main(String[] arguments) throws Exception {
        var env = System.getenv();
        var lines = """
                {"provider": "openai", "endpoint": "/v1/embeddings", "body": {"model": "text-embedding-3-small", "input": "The parcel came."}}
                {"provider": "openai", "endpoint": "/v1/embeddings", "body": {"model": "text-embedding-3-small", "input": "It was empty."}}
                """;
        var request = HttpRequest.newBuilder(
                        URI.create(env.getOrDefault("OFFPEAK_URL", "http://127.0.0.1:8080") + "/v1/jobs"))
                .header("Authorization", "Bearer " + env.getOrDefault("OFFPEAK_KEY", "local"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines));
        System.out.println(HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body());
    }
}
