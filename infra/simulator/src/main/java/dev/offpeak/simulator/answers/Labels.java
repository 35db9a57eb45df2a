package dev.offpeak.simulator.answers;

import dev.offpeak.simulator.http.Hash;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The choices of a classification, and the choosing: the label whose words turn up most in the text.
record Labels(List<String> names) {
    private static final Pattern LIST = Pattern.compile(
            "(?:\\bone of(?: the following| these)?(?: (?:labels|categories|classes))?|"
                    + "\\b(?:labels|categories|classes|intents)(?: are)?)\\s*[:=]?\\s*([^\\n]+)",
            Pattern.CASE_INSENSITIVE);
    private static final List<String> CUES = List.of("one of", "labels", "categories", "classes", "intents");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*(?:[,|;/]|\\bor\\b|\\band\\b)\\s*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,39}");
    private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    // Words that speak for a label though they do not contain it; enough for the usual demo categories.
    private static final Map<String, Set<String>> HINTS = Map.ofEntries(
            hints("billing", "invoice charge charged refund payment pay card price subscription bill money fee twice"),
            hints("payment", "invoice charge charged refund pay card bill paid"),
            hints("refund", "refund money back return returned charged"),
            hints("bug", "crash crashes error broken fails failed exception freeze bug wrong blank stuck"),
            hints("technical", "crash error broken fails exception bug install slow timeout"),
            hints("feature", "feature wish add would like support option dark mode export idea"),
            hints("account", "account login password sign locked access email reset username"),
            hints("login", "login password sign locked access reset"),
            hints("shipping", "delivery package parcel tracking shipped arrive arrived courier late"),
            hints("delivery", "delivery package parcel tracking shipped arrive courier late"),
            hints("positive", "great love loved excellent good happy amazing best wonderful thanks perfect"),
            hints("negative", "bad terrible hate worst awful poor broken angry disappointed never refund"),
            hints("neutral", "okay fine average normal"),
            hints("spam", "win winner free prize click offer lottery viagra crypto"),
            hints("urgent", "urgent asap immediately now emergency down outage"),
            hints("question", "how what when where why can could question"),
            hints("sport", "match team goal season coach league player cup won"),
            hints("business", "market shares company profit bank stock economy quarter"),
            hints("tech", "software computer phone internet chip app data"),
            hints("world", "president minister government war country nation"));

    Labels {
        names = List.copyOf(names);
    }

    static Optional<Labels> find(String prompt) {
        // the expression is slow over a long prompt, and most prompts need none of it
        String lower = prompt.toLowerCase(Locale.ROOT);
        if (CUES.stream().noneMatch(lower::contains)) {
            return Optional.empty();
        }
        Matcher list = LIST.matcher(prompt);
        while (list.find()) {
            List<String> names = split(list.group(1));
            if (names.size() >= 2) {
                return Optional.of(new Labels(names));
            }
        }
        return Optional.empty();
    }

    private static List<String> split(String list) {
        int stop = list.indexOf(". ");
        String sentence = stop < 0 ? list : list.substring(0, stop);
        Set<String> names = new LinkedHashSet<>();
        for (String part : SEPARATOR.split(sentence, -1)) {
            Matcher name = NAME.matcher(part);
            if (name.find()) {
                names.add(name.group().strip());
            }
        }
        return List.copyOf(names);
    }

    String choose(String text) {
        Set<String> words = Set.copyOf(Arrays.asList(WORD.split(text.toLowerCase(Locale.ROOT), -1)));
        String best = "";
        int bestScore = 0;
        for (String name : names) {
            int score = score(name.toLowerCase(Locale.ROOT), words);
            if (score > bestScore) {
                best = name;
                bestScore = score;
            }
        }
        return bestScore > 0 ? best : fallback(text);
    }

    private static int score(String label, Set<String> words) {
        int score = 0;
        for (String part : WORD.split(label, -1)) {
            score += words.contains(part) || words.contains(part + "s") ? 3 : 0;
        }
        for (Map.Entry<String, Set<String>> hint : HINTS.entrySet()) {
            if (label.contains(hint.getKey())) {
                score += (int) hint.getValue().stream().filter(words::contains).count();
            }
        }
        return score;
    }

    private String fallback(String text) {
        return names.stream()
                .filter(name -> Set.of("other", "none", "unknown", "neutral", "general", "misc")
                        .contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> names.get(Math.floorMod(Hash.of(text), names.size())));
    }

    private static Map.Entry<String, Set<String>> hints(String label, String words) {
        return Map.entry(label, Set.of(words.split(" ", -1)));
    }
}
