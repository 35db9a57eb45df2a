package dev.offpeak.anthropic;

import dev.offpeak.core.pricing.Price;
import dev.offpeak.core.pricing.Price.Step;
import dev.offpeak.core.pricing.PriceList;
import dev.offpeak.core.pricing.Rates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Anthropic's prices in US dollars per million tokens, read from public price tables between 2026-09 and 2026-11.
///
/// Cache writes cost 1.25 times the input for five minutes and twice for an hour; a batch costs half of everything.
/// `inference_geo: "us"` (+10 %) and web search fees are not in here.
public final class AnthropicPrices implements PriceList {
    private static final Pattern SNAPSHOT = Pattern.compile("(.+)-20[0-9]{6}");
    private static final Instant ALWAYS = Instant.EPOCH;

    /// @param from when it began; an earlier row of the same model holds until then
    private record Listed(String model, Instant from, Price price) {}

    private static final List<Listed> PRICES = List.of(
            //                              input  read    output  genai-prices 2026-09-23 unless noted
            // One article, autumn 2026, and none that says what a read costs: the dearest multiple any model has.
            listed("claude-fable-5-2", rates("8", "0.80", "40")),
            listed("claude-fable-5-1", rates("10", "0.25", "50")),
            listed("claude-mythos-5-1", rates("10", "0.25", "50")),
            listed("claude-fable-5", rates("10", "1.00", "50")), // price page too
            listed("claude-opus-5-5", rates("4", "0.20", "20")),
            listed("claude-opus-5", rates("5", "0.50", "25")), // this and the older ones: price page too
            listed("claude-opus-4-8", rates("5", "0.50", "25")),
            listed("claude-opus-4-7", rates("5", "0.50", "25")),
            listed("claude-opus-4-6", rates("5", "0.50", "25")),
            listed("claude-opus-4-5", rates("5", "0.50", "25")),
            listed("claude-opus-4-1", rates("15", "1.50", "75")),
            // Release notes of a price tracker, 2026-10: reads were halved on that day.
            listed("claude-sonnet-5-5", rates("2", "0.20", "10")),
            from("2026-10-07", listed("claude-sonnet-5-5", rates("2", "0.10", "10"))),
            listed("claude-sonnet-5", rates("2", "0.20", "10")),
            listed("claude-sonnet-4-6", rates("3", "0.30", "15")),
            listed("claude-sonnet-4-5", rates("3", "0.30", "15")),
            // An article, autumn 2026; the cache columns of the dear half follow from the multiples.
            stepped("claude-haiku-5-5", rates("0.10", "0.01", "0.50"), 100_000, rates("0.50", "0.05", "2.50")),
            listed("claude-haiku-4-5", rates("1", "0.10", "5")));

    @Override
    public Optional<Price> price(String model, Instant at) {
        var snapshot = SNAPSHOT.matcher(model);
        var base = snapshot.matches() ? snapshot.group(1) : model;
        return PRICES.stream()
                .filter(listed -> listed.model().equals(base) && !at.isBefore(listed.from()))
                .reduce((earlier, later) -> later)
                .map(Listed::price);
    }

    private static Rates rates(String input, String read, String output) {
        var plain = Rates.perMillion(input, read, input, input, output);
        return new Rates(
                plain.input(),
                plain.cacheRead(),
                plain.times("1.25").cacheWrite(),
                plain.times("2").cacheWriteLong(),
                plain.output());
    }

    private static Listed listed(String model, Rates rates) {
        return new Listed(model, ALWAYS, Price.halved(rates));
    }

    private static Listed stepped(String model, Rates rates, long above, Rates dear) {
        var step = new Step(above, dear, dear.times("0.5"));
        return new Listed(model, ALWAYS, new Price(rates, rates.times("0.5"), Optional.of(step)));
    }

    private static Listed from(String day, Listed listed) {
        return new Listed(listed.model(), Instant.parse(day + "T00:00:00Z"), listed.price());
    }
}
