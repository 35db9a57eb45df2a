import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/// Somebody waits: the official SDK (com.openai:openai-java), with another base URL.
class Chat {
    public static void main(String[] arguments) {
        var env = System.getenv();
        var client = OpenAIOkHttpClient.builder()
                .baseUrl(env.getOrDefault("OFFPEAK_URL", "http://127.0.0.1:8080") + "/openai/v1")
                .apiKey(env.getOrDefault("OFFPEAK_KEY", "local"))
                .build();
        var answer = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-5.4-mini")
                        .addUserMessage("Say hello.")
                        .build());
        System.out.println(answer.choices().getFirst().message().content().orElseThrow());
        client.close();
    }
}
