import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// Nobody waits: one header makes the same call (com.anthropic:anthropic-java) a job at half price. Its answer is
/// fetched when it has ended.
class BackgroundJob {
    static final String OFFPEAK = System.getenv().getOrDefault("OFFPEAK_URL", "http://127.0.0.1:8080");
    static final String KEY = System.getenv().getOrDefault("OFFPEAK_KEY", "local");

    public static void main(String[] arguments) throws Exception {
        var client = AnthropicOkHttpClient.builder()
                .baseUrl(OFFPEAK + "/anthropic")
                .apiKey(KEY)
                .build();
        var call = MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(100)
                .addUserMessage("Say hello.")
                .putAdditionalHeader("Offpeak-Deadline", "12h")
                .build();
        String job;
        try (var accepted = client.messages().withRawResponse().create(call)) {
            job = accepted.headers().values("location").getFirst();
        }
        client.close();

        var wait = Long.parseLong(System.getenv().getOrDefault("POLL_SECONDS", "30"));
        while (!get(job).contains("\"ended_at\"")) {
            Thread.sleep(1000 * wait);
        }
        System.out.println(get(job + "/result"));
    }

    static String get(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + KEY);
        var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
