package dev.offpeak.simulator.bill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The models that exist and what they cost; kept apart from the product's own table so that each can check the other.
public final class PriceBook {
    private static final Pattern SNAPSHOT = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

    private final Map<String, Map<String, Price>> byProvider;

    private PriceBook(Map<String, Map<String, Price>> byProvider) {
        this.byProvider = byProvider;
    }

    public static PriceBook load() {
        Map<String, Map<String, Price>> prices = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(PriceBook.class.getResourceAsStream("prices.csv"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> prices.computeIfAbsent(cells[0], ignored -> new LinkedHashMap<>())
                            .put(cells[1], Price.parse(cells)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PriceBook(prices);
    }

    public List<String> models(String provider) {
        return List.copyOf(byProvider.getOrDefault(provider, Map.of()).keySet());
    }

    /// The price of a model; a dated snapshot costs what its family costs. Empty when the model does not exist.
    public Optional<Price> find(String provider, String model) {
        Map<String, Price> prices = byProvider.getOrDefault(provider, Map.of());
        Price exact = prices.get(model);
        return exact != null
                ? Optional.of(exact)
                : Optional.ofNullable(prices.get(SNAPSHOT.matcher(model).replaceFirst("")));
    }
}
