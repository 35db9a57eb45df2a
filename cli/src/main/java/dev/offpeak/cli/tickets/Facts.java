package dev.offpeak.cli.tickets;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The people, things and numbers of one ticket, put into the braces of a text: `{order}` is the same all through it.
record Facts(Map<String, String> values) {
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+[0-9]?)}");
    private static final List<String> WEEKDAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final List<String> MONTHS = List.of("September", "October", "November");
    private static final List<String> NUMBERS = List.of(
            "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "twenty");

    Facts {
        values = Map.copyOf(values);
    }

    static Facts draw(Cast cast, RandomGenerator random) {
        Map<String, String> values = new HashMap<>();
        int product = random.nextInt(cast.products().size());
        int weekday = random.nextInt(WEEKDAYS.size());
        values.put("product", cast.products().get(product));
        values.put("product2", other(cast.products(), product, random));
        values.put("name", pick(cast.people(), random));
        values.put("agent", firstName(pick(cast.people(), random)));
        values.put("place", pick(cast.places(), random));
        values.put("order", String.format(Locale.ROOT, "BW-%07d", random.nextInt(1_000_000, 9_999_999)));
        values.put("amount", amount(random.nextInt(1_900, 38_000)));
        values.put("amount2", amount(random.nextInt(390, 5_900)));
        values.put("card", String.format(Locale.ROOT, "%04d", random.nextInt(10_000)));
        values.put("days", pick(NUMBERS, random));
        values.put("weekday", WEEKDAYS.get(weekday));
        values.put("weekday2", WEEKDAYS.get((weekday + 2) % WEEKDAYS.size()));
        values.put("date", random.nextInt(1, 31) + " " + pick(MONTHS, random));
        return new Facts(values);
    }

    String fill(String text) {
        return SLOT.matcher(text).replaceAll(slot -> Matcher.quoteReplacement(value(slot.group(1), text)));
    }

    private String value(String slot, String text) {
        String value = values.get(slot);
        if (value == null) {
            throw new IllegalStateException("no fact for {" + slot + "} in: " + text);
        }
        return value;
    }

    private static String amount(int cents) {
        return String.format(Locale.ROOT, "€%d.%02d", cents / 100, cents % 100);
    }

    private static String other(List<String> all, int not, RandomGenerator random) {
        return all.get((not + 1 + random.nextInt(all.size() - 1)) % all.size());
    }

    private static String firstName(String name) {
        return name.substring(0, name.indexOf(' '));
    }

    static <T> T pick(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    /// Who and what tickets are about.
    record Cast(List<String> products, List<String> people, List<String> places) {
        static Cast load() {
            return new Cast(Sections.list("products.txt"), Sections.list("people.txt"), Sections.list("places.txt"));
        }
    }
}
