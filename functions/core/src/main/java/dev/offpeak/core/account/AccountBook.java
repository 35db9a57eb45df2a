package dev.offpeak.core.account;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// One account as we know it: what of its queue is taken, and whether it may be asked now. All of it is one row, so
/// that
/// what is decided on it stays true until it is written, or is decided again.
///
/// @param held what each bundle takes up
/// @param models by model, where something is known
/// @param givenUp create calls that were declared never to have happened
/// @param sweptAt when holds were last compared with their bundles
/// @param version counts its changes; a book nobody has written yet has 0
public record AccountBook(
        AccountKey key,
        Map<BundleId, Hold> held,
        Creations creations,
        Breaker breaker,
        Map<String, ModelQueue> models,
        List<GivenUp> givenUp,
        Instant sweptAt,
        long version) {
    /// So that the row stays far below what a store takes.
    static final int MOST_HELD = 2_000;

    static final int MOST_MODELS = 200;
    static final int MOST_GIVEN_UP = 500;

    /// When to ask again where nothing says when there will be room.
    public static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

    public AccountBook {
        held = Map.copyOf(held);
        models = Map.copyOf(models);
        givenUp = List.copyOf(givenUp);
    }

    public static AccountBook empty(AccountKey key) {
        return new AccountBook(
                key, Map.of(), Creations.NONE, Breaker.Closed.CLEAN, Map.of(), List.of(), Instant.EPOCH, 0);
    }

    /// Whether a bundle may be submitted with this account.
    public sealed interface Answer {
        /// @param book with its hold, to be written before the create call
        record Admitted(AccountBook book) implements Answer {}

        record NotNow(Instant until, String why) implements Answer {}

        /// Another bundle's create call is not accounted for.
        record Busy(BundleId with) implements Answer {}

        /// It would not fit even if nothing else was in the queue.
        record TooLarge(String why) implements Answer {}
    }

    /// Asking twice for the same bundle takes its room once.
    public Answer admit(AccountLimits limits, Need need, Instant now) {
        var others = released(need.bundle());
        return others.objection(limits, need, now).orElseGet(() -> new Answer.Admitted(others.reserved(need, now)));
    }

    private Optional<Answer> objection(AccountLimits limits, Need need, Instant now) {
        return tooLarge(limits, need, now)
                .or(() -> asleep(need, now))
                .or(() -> busy(need))
                .or(() -> full(limits, need, now))
                .or(() -> tooMany(limits, now));
    }

    private Optional<Answer> asleep(Need need, Instant now) {
        return breaker.blockedUntil(now)
                .<Answer>map(until -> new Answer.NotNow(until, breakerSays()))
                .or(() -> model(need.model())
                        .pausedUntil(now)
                        .map(until -> new Answer.NotNow(until, "its queue was full")));
    }

    private Optional<Answer> tooMany(AccountLimits limits, Instant now) {
        return creations.within(now) < limits.batchesPerHour()
                ? Optional.empty()
                : Optional.of(new Answer.NotNow(creations.freeAt(now), "so many batches an hour"));
    }

    private String breakerSays() {
        return breaker instanceof Breaker.Open open ? "it does not answer: " + open.why() : "it asked for patience";
    }

    private Optional<Answer> tooLarge(AccountLimits limits, Need need, Instant now) {
        long tokens = model(need.model()).tokens(need.bytes());
        long most = need.divisible() ? tokens(limits, need.model(), now) : limits.tokens(need.model());
        if (tokens > most) {
            return Optional.of(new Answer.TooLarge("about " + tokens + " tokens, and its queue takes " + most));
        }
        return need.requests() <= limits.enqueuedRequests()
                ? Optional.empty()
                : Optional.of(new Answer.TooLarge(
                        need.requests() + " requests, and its queue takes " + limits.enqueuedRequests()));
    }

    private Optional<Answer> busy(Need need) {
        return need.alone()
                ? held.entrySet().stream()
                        .filter(hold -> hold.getValue().open())
                        .findFirst()
                        .map(hold -> new Answer.Busy(hold.getKey()))
                : Optional.empty();
    }

    private Optional<Answer> full(AccountLimits limits, Need need, Instant now) {
        long tokens = heldTokens(need.model());
        if (tokens > room(limits, need, now) - model(need.model()).tokens(need.bytes())) {
            return notNow(tokens + " tokens are enqueued", now);
        }
        long requests = heldRequests(limits, need);
        if (requests > limits.enqueuedRequests() - need.requests()) {
            return notNow(requests + " requests are enqueued", now);
        }
        return held.size() < MOST_HELD ? Optional.empty() : notNow(held.size() + " bundles are enqueued", now);
    }

    /// What cannot be made smaller may be tried in an empty queue, against a limit that is only a guess.
    private long room(AccountLimits limits, Need need, Instant now) {
        return !need.divisible() && heldTokens(need.model()) == 0
                ? limits.tokens(need.model())
                : tokens(limits, need.model(), now);
    }

    private static Optional<Answer> notNow(String why, Instant now) {
        return Optional.of(new Answer.NotNow(now.plus(LOOK_AGAIN), why));
    }

    private AccountBook reserved(Need need, Instant now) {
        var hold = new Hold(need.model(), model(need.model()).tokens(need.bytes()), need.requests(), now, true);
        return with(need.bundle(), hold).with(creations.plus(now)).with(breaker.calling(now));
    }

    /// The tokens of one model that may wait, as far as that is known.
    private long tokens(AccountLimits limits, String model, Instant now) {
        return Math.min(limits.tokens(model), model(model).learnedTokens(now).orElse(AccountLimits.UNKNOWN));
    }

    public long heldTokens(String model) {
        return held.values().stream()
                .filter(hold -> hold.model().equals(model))
                .mapToLong(Hold::tokens)
                .sum();
    }

    private long heldRequests(AccountLimits limits, Need need) {
        Predicate<Hold> counts = limits.requestsPer() == Per.ACCOUNT
                ? hold -> true
                : hold -> hold.model().equals(need.model());
        return held.values().stream().filter(counts).mapToLong(Hold::requests).sum();
    }

    /// The most bytes a bundle may have to be admitted one day; a little less than the limit, because the estimate
    /// moves.
    public long largest(AccountLimits limits, String model, Instant now) {
        var name = Need.name(model);
        long tokens = tokens(limits, name, now);
        return tokens == AccountLimits.UNKNOWN ? Long.MAX_VALUE : model(name).bytes(tokens);
    }

    /// Its batch has ended, or there is none.
    public AccountBook released(BundleId bundle) {
        return released(List.of(bundle));
    }

    /// Gives back the room that was seen held. Whoever does it may have stood still for long, and the bundle been
    /// admitted anew meanwhile: that room stays taken.
    public AccountBook released(BundleId bundle, Optional<Hold> seen) {
        return isStill(bundle, seen) ? released(bundle) : this;
    }

    private boolean isStill(BundleId bundle, Optional<Hold> seen) {
        var hold = held.get(bundle);
        return hold != null && seen.filter(hold::isSameAdmission).isPresent();
    }

    public Optional<Hold> hold(BundleId bundle) {
        return Optional.ofNullable(held.get(bundle));
    }

    private AccountBook released(Collection<BundleId> bundles) {
        var left = new HashMap<>(held);
        left.keySet().removeAll(bundles);
        return left.size() == held.size() ? this : withHeld(left);
    }

    /// It is known what became of its create call.
    public AccountBook accounted(BundleId bundle) {
        var hold = held.get(bundle);
        return hold == null || !hold.open() ? this : with(bundle, hold.accounted());
    }

    /// Its create call is in doubt, whatever was thought of it before: it may wait in the queue, limits or not.
    public AccountBook doubted(Need need, Instant now) {
        var hold = held.get(need.bundle());
        return hold != null && hold.open()
                ? this
                : with(
                        need.bundle(),
                        new Hold(need.model(), model(need.model()).tokens(need.bytes()), need.requests(), now, true));
    }

    public AccountBook failed(ProviderFailure failure, Instant now) {
        return with(breaker.failed(failure, now));
    }

    public AccountBook succeeded() {
        return with(Breaker.Closed.CLEAN);
    }

    /// A batch of the model was taken.
    public AccountBook accepted(String model) {
        return withModel(Need.name(model), ModelQueue::accepted);
    }

    /// The batch of the bundle was refused because the queue is full: no other is sent for a while, and then less is.
    ///
    /// What was held besides did fit, and all of it together did not. Halfway between is the better guess where the
    /// bundle was the larger part of it.
    public AccountBook refused(BundleId bundle, Optional<Hold> seen, Instant now) {
        var hold = held.get(bundle);
        if (hold == null || !isStill(bundle, seen)) {
            // counted already
            return this;
        }
        long all = heldTokens(hold.model());
        long fits = Math.max(1, Math.max(all - hold.tokens(), all / 2));
        return released(bundle).withModel(hold.model(), queue -> queue.refused(fits, now));
    }

    /// What a model's lines came to.
    public AccountBook learn(String model, long bytes, long tokens) {
        return withModel(Need.name(model), queue -> queue.learn(bytes, tokens));
    }

    public AccountBook gaveUp(GivenUp call, Instant now) {
        if (givenUp.stream().anyMatch(call::isSame)) {
            return this;
        }
        var kept = new ArrayList<>(givenUp);
        kept.removeIf(old -> !old.until().isAfter(now));
        kept.add(call);
        return withGivenUp(kept.subList(Math.max(0, kept.size() - MOST_GIVEN_UP), kept.size()));
    }

    /// Releases what was found to be held for nothing.
    ///
    /// @param leaked the holds as they were seen
    public AccountBook swept(Map<BundleId, Hold> leaked, Instant now) {
        var left = released(leaked.keySet().stream()
                .filter(bundle -> isStill(bundle, Optional.ofNullable(leaked.get(bundle))))
                .toList());
        return new AccountBook(key, left.held, creations, breaker, models, givenUp, now, version);
    }

    /// The same, to be written over this one.
    public AccountBook next() {
        return new AccountBook(key, held, creations, breaker, models, givenUp, sweptAt, version + 1);
    }

    public ModelQueue model(String model) {
        return models.getOrDefault(model, ModelQueue.UNKNOWN);
    }

    private AccountBook withModel(String model, UnaryOperator<ModelQueue> change) {
        var before = model(model);
        var after = change.apply(before);
        if (after.equals(before) || (models.size() >= MOST_MODELS && !models.containsKey(model))) {
            return this;
        }
        var changed = new HashMap<>(models);
        changed.put(model, after);
        return new AccountBook(key, held, creations, breaker, changed, givenUp, sweptAt, version);
    }

    private AccountBook with(BundleId bundle, Hold hold) {
        var more = new HashMap<>(held);
        more.put(bundle, hold);
        return withHeld(more);
    }

    private AccountBook withHeld(Map<BundleId, Hold> holds) {
        return new AccountBook(key, holds, creations, breaker, models, givenUp, sweptAt, version);
    }

    private AccountBook with(Creations calls) {
        return new AccountBook(key, held, calls, breaker, models, givenUp, sweptAt, version);
    }

    private AccountBook with(Breaker next) {
        return new AccountBook(key, held, creations, next, models, givenUp, sweptAt, version);
    }

    private AccountBook withGivenUp(List<GivenUp> calls) {
        return new AccountBook(key, held, creations, breaker, models, calls, sweptAt, version);
    }
}
