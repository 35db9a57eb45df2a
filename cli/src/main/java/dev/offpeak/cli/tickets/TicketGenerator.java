package dev.offpeak.cli.tickets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Writes tickets from hand-written parts: the same seed and number give the same ticket, on every machine.
public final class TicketGenerator {
    private static final int SHORTEST = 40;
    private static final int LONGEST = 250;

    private final long seed;
    private final Facts.Cast cast = Facts.Cast.load();
    private final Map<Label, Matter> matters = Matter.all();
    private final List<Voice> voices = Voice.all();

    public TicketGenerator(long seed) {
        this.seed = seed;
    }

    /// The ticket of that number.
    ///
    /// @param number from 1 on; becomes the id
    public Ticket ticket(int number) {
        // a generator of its own, so that ticket 7 does not depend on how many came before
        RandomGenerator random = new SplittableRandom(seed * 1_000_003 + number);
        Label label = Facts.pick(List.of(Label.values()), random);
        Facts facts = Facts.draw(cast, random);
        Matter matter = matters.getOrDefault(label, matters.values().iterator().next());
        String body = body(matter, Facts.pick(voices, random), facts, random);
        return new Ticket(id(number), label, facts.fill(Facts.pick(matter.subjects(), random)), body);
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "T-%05d", number);
    }

    private static String body(Matter matter, Voice voice, Facts facts, RandomGenerator random) {
        // squared, so that short tickets are common and long ones exist, as in any inbox
        double draw = random.nextDouble();
        int target = SHORTEST + (int) (draw * draw * (LONGEST - SHORTEST - 60));
        List<String> said = new ArrayList<>(List.of(facts.fill(Facts.pick(matter.situations(), random))));
        List<String> ending = List.of(facts.fill(Facts.pick(matter.asks(), random)));
        List<String> more = new ArrayList<>(shuffled(matter.details(), random));
        more.addAll(Math.min(2, more.size()), shuffled(voice.asides(), random).subList(0, 2));
        for (String next : more) {
            if (words(said) + words(ending) >= target) {
                break;
            }
            said.add(facts.fill(next));
        }
        return String.join(
                "\n\n",
                facts.fill(Facts.pick(voice.openings(), random)),
                paragraphs(said, random),
                ending.getFirst(),
                facts.fill(Facts.pick(voice.endings(), random)));
    }

    private static String paragraphs(List<String> sentences, RandomGenerator random) {
        StringBuilder text = new StringBuilder(sentences.getFirst());
        for (String next : sentences.subList(1, sentences.size())) {
            text.append(random.nextInt(4) == 0 ? "\n\n" : " ").append(next);
        }
        return text.toString();
    }

    private static List<String> shuffled(List<String> all, RandomGenerator random) {
        List<String> left = new ArrayList<>(all);
        List<String> drawn = new ArrayList<>();
        while (!left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    private static int words(List<String> texts) {
        return texts.stream().mapToInt(text -> text.split("\\s+").length).sum();
    }
}
