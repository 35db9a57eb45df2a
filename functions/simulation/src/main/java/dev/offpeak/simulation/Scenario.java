package dev.offpeak.simulation;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What callers do in one run.
///
/// @param skews how far the machines' clocks are ahead
record Scenario(
        List<Job> jobs,
        Temper openAi,
        Temper anthropic,
        Optional<FakeProvider.Outage> outage,
        List<Duration> skews,
        double duplicates,
        Duration length) {

    /// How a job comes in.
    enum Door {
        GATEWAY,
        /// With an `Idempotency-Key`: tried again until it is answered.
        KEYED,
        /// As a line of many.
        BULK,
        /// Dropped on the queue by its producer.
        QUEUE
    }

    /// @param asks the number of the job whose prompt it has; its own, if nobody asked that before
    /// @param share whether one paid call may answer it and others that ask the same
    /// @param at when it is sent, after the start
    /// @param invalid whether the provider will refuse it for good
    /// @param cancelAfter when its owner withdraws it
    record Job(
            int number,
            int asks,
            boolean share,
            TenantId tenant,
            boolean openAi,
            Door door,
            Duration at,
            Duration deadline,
            OnLate onLate,
            OnDoubt onDoubt,
            boolean invalid,
            Optional<Duration> cancelAfter) {
        String prompt() {
            return Prompt.name(asks);
        }

        /// What tells it from the others, where prompts are alike.
        String label() {
            return "n" + number;
        }

        Body body() {
            var text = "{\"model\":\"" + (openAi ? FakeOpenAi.MODEL : FakeAnthropic.MODEL) + "\",\n \"max_tokens\":16,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt() + " über\\n "
                    + "x".repeat(asks % 7)
                    + "\"}]}";
            // a line of many has to be one line
            return Body.of(door == Door.BULK ? text.replace('\n', ' ') : text);
        }

        String json() {
            return "{\"provider\":\"" + (openAi ? "openai" : "anthropic") + "\",\"endpoint\":\""
                    + (openAi ? "/v1/chat/completions" : "/v1/messages") + "\",\"deadline\":\"PT" + deadline.toMinutes()
                    + "M\",\"onLate\":\"" + word(onLate) + "\",\"onDoubt\":\"" + word(onDoubt) + "\",\"label\":\""
                    + label() + "\""
                    + (share ? ",\"share\":true" : "") + ",\"body\":"
                    + body().text() + (door == Door.QUEUE ? ",\"id\":\"ref-" + number + "\"" : "") + "}";
        }

        /// Another job that asks the same, and may be answered by the same call.
        Job twin(int other, Door by, Duration sent, Duration due) {
            return new Job(
                    other, asks, true, tenant, openAi, by, sent, due, onLate, onDoubt, invalid, Optional.empty());
        }

        private static String word(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT);
        }
    }

    static Scenario of(Chance chance) {
        var tenants = List.of("acme", "zen", "umbrella", "hooli").subList(0, chance.between(2, 4));
        int count = chance.percent(60) ? chance.between(6, 20) : chance.between(10, 50);
        var deadlines = deadlines(chance);
        var arrivals = chance.percent(70) ? Duration.ofMinutes(5) : Duration.ofMinutes(90);
        double cancels = chance.percent(60) ? 0 : 12;
        double bad = chance.percent(60) ? 0 : 12;
        double shares = chance.percent(65) ? 0 : 60;
        int which = chance.between(0, 9);
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < count; i++) {
            var leaders = jobs.stream().filter(Job::share).toList();
            if (!leaders.isEmpty() && chance.percent(shares)) {
                jobs.add(twin(i, chance.pick(leaders), arrivals, chance));
                continue;
            }
            jobs.add(new Job(
                    i,
                    i,
                    chance.percent(shares),
                    new TenantId(chance.pick(tenants)),
                    which < 2 || (which >= 4 && chance.nextBoolean()),
                    chance.pick(List.of(Door.values())),
                    chance.between(Duration.ZERO, arrivals),
                    chance.pick(deadlines),
                    chance.percent(75) ? OnLate.EXPRESS : chance.pick(List.of(OnLate.values())),
                    chance.percent(75) ? OnDoubt.FAIL : OnDoubt.RETRY,
                    chance.percent(bad),
                    chance.percent(cancels)
                            ? Optional.of(chance.between(Duration.ZERO, Duration.ofHours(1)))
                            : Optional.empty()));
        }
        var longest = jobs.stream().map(Job::deadline).max(Duration::compareTo).orElseThrow();
        return new Scenario(
                jobs,
                Temper.of(chance, Duration.ofMinutes(3)),
                Temper.of(chance, Duration.ofMinutes(8)),
                outage(chance),
                skews(chance),
                chance.percent(50) ? 0 : chance.nextDouble() * 20,
                longest.plus(arrivals));
    }

    /// Mostly close behind and due at the same time, as those that are to share a call are.
    private static Job twin(int number, Job of, Duration arrivals, Chance chance) {
        var sent = chance.percent(70)
                ? of.at().plus(chance.between(Duration.ZERO, Duration.ofMinutes(4)))
                : chance.between(Duration.ZERO, arrivals);
        var due = chance.percent(70) ? of.deadline() : of.deadline().plus(Duration.ofHours(1));
        return of.twin(number, chance.pick(List.of(Door.values())), sent, due);
    }

    private static List<Duration> deadlines(Chance chance) {
        var all = List.of(
                Duration.ofMinutes(12),
                Duration.ofMinutes(45),
                Duration.ofMinutes(70),
                Duration.ofHours(2),
                Duration.ofHours(3),
                Duration.ofHours(5),
                Duration.ofHours(8),
                Duration.ofHours(26));
        int longest = chance.percent(85) ? 5 : all.size();
        var some = new ArrayList<Duration>();
        for (int i = chance.between(1, 3); i > 0; i--) {
            some.add(all.get(chance.between(0, longest - 1)));
        }
        return some;
    }

    /// Shorter than what jobs may end late.
    private static Optional<FakeProvider.Outage> outage(Chance chance) {
        if (chance.percent(75)) {
            return Optional.empty();
        }
        var from = VirtualTime.START.plus(chance.between(Duration.ZERO, Duration.ofHours(2)));
        return Optional.of(new FakeProvider.Outage(
                from, from.plus(chance.between(Duration.ofMinutes(1), Duration.ofMinutes(14)))));
    }

    private static List<Duration> skews(Chance chance) {
        var most = chance.percent(50) ? Duration.ofSeconds(1) : Duration.ofSeconds(50);
        var skews = new ArrayList<Duration>();
        for (int i = 0; i < 4; i++) {
            skews.add(chance.between(most.negated(), most));
        }
        return skews;
    }

    Set<String> invalid() {
        return jobs.stream().filter(Job::invalid).map(Job::prompt).collect(Collectors.toCollection(HashSet::new));
    }

    Set<TenantId> tenants() {
        return jobs.stream().map(Job::tenant).collect(Collectors.toCollection(HashSet::new));
    }
}
