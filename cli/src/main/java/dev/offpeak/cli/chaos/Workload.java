package dev.offpeak.cli.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The jobs of a run: both providers, every door, mostly for batches, some in a hurry, some that nobody can do.
final class Workload {
    static final int UNREADABLE = 2;

    private static final String CHAT = "gpt-5.4-mini";
    private static final String EMBEDDING = "text-embedding-3-small";
    private static final String MESSAGE = "claude-haiku-4-5";

    private Workload() {}

    /// The same items for the same numbers.
    static List<Item> of(int jobs, RandomGenerator random) {
        List<Item> items = new ArrayList<>(jobs);
        for (int number = 0; number < jobs; number++) {
            items.add(number < UNREADABLE ? unreadable(number) : item(number, random));
        }
        return items;
    }

    private static Item unreadable(int number) {
        return new Item(number, Item.Door.NAMELESS, Item.Fate.UNREADABLE, Json.object());
    }

    private static Item item(int number, RandomGenerator random) {
        Item.Door door = door(random.nextInt(100));
        Item.Fate fate = fate(random.nextInt(100));
        ObjectNode json = Json.object();
        if (door == Item.Door.NAMED) {
            json.put("id", "named-" + number);
        }
        json.put("label", "chaos-" + number);
        if (fate != Item.Fate.REJECTED) {
            json.put("deadline", deadline(random));
        } else {
            // nobody takes work that is due in a minute
            json.put("deadline", "1m");
        }
        ask(json, number, fate, random.nextInt(3), random.nextInt(100));
        return new Item(number, door, fate, json);
    }

    private static Item.Door door(int percent) {
        if (percent < 60) {
            return Item.Door.UPLOAD;
        }
        return percent < 65 ? Item.Door.SINGLE : percent < 90 ? Item.Door.NAMED : Item.Door.NAMELESS;
    }

    private static Item.Fate fate(int percent) {
        return percent < 98 ? Item.Fate.ANSWERED : percent < 99 ? Item.Fate.FAILED : Item.Fate.REJECTED;
    }

    // one in thirty is due in under an hour, which is too near for a batch
    private static String deadline(RandomGenerator random) {
        return random.nextInt(30) == 0 ? 45 + random.nextInt(14) + "m" : 12 + random.nextInt(11) + "h";
    }

    private static void ask(ObjectNode json, int number, Item.Fate fate, int kind, int percent) {
        String marker = fate == Item.Fate.FAILED
                ? "[[sim:error=invalid_request]] "
                // a provider that answers a row twice
                : percent == 0 ? "[[sim:duplicate]] " : "";
        String prompt = marker + "Summarise: parcel number " + number + " came twice.";
        switch (kind) {
            case 0 -> message(json, "openai", "/v1/chat/completions", CHAT, prompt);
            case 1 ->
                json.put("provider", "openai")
                        .put("endpoint", "/v1/embeddings")
                        .putObject("body")
                        .put("model", EMBEDDING)
                        .put("dimensions", 16)
                        .put("input", prompt);
            default ->
                message(json, "anthropic", "/v1/messages", MESSAGE, prompt).put("max_tokens", 60);
        }
    }

    private static ObjectNode message(ObjectNode json, String provider, String endpoint, String model, String prompt) {
        ObjectNode body = json.put("provider", provider)
                .put("endpoint", endpoint)
                .putObject("body")
                .put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body;
    }
}
