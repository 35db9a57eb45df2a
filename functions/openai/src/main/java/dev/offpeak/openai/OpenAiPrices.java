package dev.offpeak.openai;

import static dev.offpeak.core.pricing.Rates.perMillion;

import dev.offpeak.core.pricing.Price;
import dev.offpeak.core.pricing.Price.Step;
import dev.offpeak.core.pricing.PriceList;
import dev.offpeak.core.pricing.Rates;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// OpenAI's prices in US dollars per million tokens, read from public price tables between 2026-09 and 2026-11.
///
/// A batch costs half of everything, cached tokens included; for models older than gpt-5 the cached part of that is
/// not confirmed. Regional processing (+10 %) is not in here.
public final class OpenAiPrices implements PriceList {
    private static final Pattern SNAPSHOT = Pattern.compile("(.+)-20[0-9]{2}-[0-9]{2}-[0-9]{2}");

    /// Snapshots that were never sold at their base's price.
    private static final Set<String> APART = Set.of("gpt-4o-2024-05-13");

    private static final Instant ALWAYS = Instant.EPOCH;

    private record Listed(Instant from, Price price) {}

    private static final Map<String, Listed> PRICES = Map.ofEntries(
            //                          input   cached   written  output   genai-prices 2026-09-23 unless noted
            stepped("gpt-6-astra", "10", "1.00", "12.50", "50"),
            // Release notes of a price tracker, 2026-10; that long prompts cost what they do in gpt-6 is assumed.
            stepped("gpt-6.1-sol", "2", "0.10", "2.50", "10"),
            // same; writes that are kept 12 h cost more, how much is not published where we looked
            from("2026-10-26", stepped("gpt-6.1-terra", "1", "0.05", "1.25", "5")),
            stepped("gpt-6-sol", "2", "0.20", "2.50", "10"),
            stepped("gpt-6-luna", "0.10", "0.01", "0.125", "0.50"), // batch column read 2026-10-04
            from("2026-08-21", stepped("gpt-5.6-sol", "4", "0.40", "5.00", "20")),
            from("2026-07-30", stepped("gpt-5.6-terra", "2", "0.20", "2.50", "12")),
            from("2026-07-30", stepped("gpt-5.6-luna", "0.20", "0.02", "0.25", "1.20")),
            // Up to here cache writes are billed apart; from here on they cost what input costs.
            stepped("gpt-5.5", "5", "0.50", "5", "30"),
            plain("gpt-5.5-pro", "30", "30", "30", "180"),
            stepped("gpt-5.4", "2.50", "0.25", "2.50", "15"),
            plain("gpt-5.4-mini", "0.75", "0.075", "0.75", "4.50"),
            plain("gpt-5.4-nano", "0.20", "0.02", "0.20", "1.25"),
            plain("gpt-5.2", "1.75", "0.175", "1.75", "14"),
            plain("gpt-5.1", "1.25", "0.125", "1.25", "10"),
            plain("gpt-5", "1.25", "0.125", "1.25", "10"),
            plain("gpt-5-mini", "0.25", "0.025", "0.25", "2"),
            plain("gpt-5-nano", "0.05", "0.005", "0.05", "0.40"), // batch column read 2026-09-02
            plain("gpt-5-pro", "15", "15", "15", "120"),
            plain("gpt-4.1", "2", "0.50", "2", "8"),
            plain("gpt-4.1-mini", "0.40", "0.10", "0.40", "1.60"),
            plain("gpt-4.1-nano", "0.10", "0.025", "0.10", "0.40"), // batch column read 2026-09-02
            plain("gpt-4o", "2.50", "1.25", "2.50", "10"),
            plain("gpt-4o-mini", "0.15", "0.075", "0.15", "0.60"), // batch column read 2026-09-02
            plain("o3", "2", "0.50", "2", "8"),
            plain("o4-mini", "1.10", "0.275", "1.10", "4.40"), // batch column read 2026-09-02
            // Unconfirmed: one reading of the batch column (2026-09-02) shows embeddings at full price.
            plain("text-embedding-3-small", "0.02", "0.02", "0.02", "0"),
            plain("text-embedding-3-large", "0.13", "0.13", "0.13", "0"),
            plain("text-embedding-ada-002", "0.10", "0.10", "0.10", "0"),
            // Free by general knowledge, in none of the tables; answers report no tokens either way.
            plain("omni-moderation", "0", "0", "0", "0"),
            plain("omni-moderation-latest", "0", "0", "0", "0"));

    @Override
    public Optional<Price> price(String model, Instant at) {
        return Optional.ofNullable(PRICES.get(base(model)))
                .filter(listed -> !at.isBefore(listed.from()))
                .map(Listed::price);
    }

    private static String base(String model) {
        if (PRICES.containsKey(model)) {
            return model;
        }
        var snapshot = SNAPSHOT.matcher(model);
        return snapshot.matches() && !APART.contains(model) ? snapshot.group(1) : model;
    }

    private static Map.Entry<String, Listed> plain(
            String model, String input, String cached, String written, String output) {
        return Map.entry(model, new Listed(ALWAYS, Price.halved(rates(input, cached, written, output))));
    }

    /// Prompts over 272K tokens make the whole call dearer: the prompt twice, the output half as much again. Sources
    /// differ on whether 272K itself is over; here it is not.
    private static Map.Entry<String, Listed> stepped(
            String model, String input, String cached, String written, String output) {
        var usual = rates(input, cached, written, output);
        var twice = usual.times("2");
        var dear = new Rates(
                twice.input(),
                twice.cacheRead(),
                twice.cacheWrite(),
                twice.cacheWriteLong(),
                usual.times("1.5").output());
        var step = new Step(272_000, dear, dear.times("0.5"));
        return Map.entry(model, new Listed(ALWAYS, new Price(usual, usual.times("0.5"), Optional.of(step))));
    }

    private static Map.Entry<String, Listed> from(String day, Map.Entry<String, Listed> entry) {
        return Map.entry(
                entry.getKey(),
                new Listed(Instant.parse(day + "T00:00:00Z"), entry.getValue().price()));
    }

    private static Rates rates(String input, String cached, String written, String output) {
        return perMillion(input, cached, written, written, output);
    }
}
