package dev.offpeak.cli.chaos;

import static dev.offpeak.cli.terminal.Words.count;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// What has to hold after a chaos run. Pure.
final class Invariants {
    /// A kill takes at most the calls of one part along, and no part makes more at once.
    private static final int CALLS_AT_ONCE = 4;

    private static final int NANO = 9;

    private final Facts facts;
    private final Map<String, Item> accepted;
    private final Map<String, Row> rows;

    private Invariants(Facts facts) {
        this.facts = facts;
        this.accepted = facts.promises().accepted();
        this.rows = facts.rows().stream().collect(toMap(Row::id, Function.identity()));
    }

    static List<Invariant> of(Facts facts) {
        Invariants all = new Invariants(facts);
        return List.of(
                all.everybodyWasAnswered(),
                all.everyAcceptedJobHasARow(),
                all.everyRowIsTerminal(),
                all.noJobCameFromNowhere(),
                all.everyJobEndedAsItShould(),
                all.theLedgerCountsTheRows(),
                all.noJobIsPaidTwiceUnseen(),
                all.theBillIsTheLedger(),
                all.callsInDoubtAreFew(),
                all.onlyTheUnreadableAreDead(),
                all.nothingIsLeftToDo());
    }

    private Invariant everybodyWasAnswered() {
        return new Invariant(
                "everybody who handed jobs over was answered, and rightly",
                count(accepted.size()) + " accepted, "
                        + count(facts.promises().refused().size()) + " refused",
                facts.promises().broken());
    }

    private Invariant everyAcceptedJobHasARow() {
        List<String> lost = accepted.keySet().stream()
                .filter(job -> !rows.containsKey(job))
                .sorted()
                .toList();
        return new Invariant(
                "every accepted job has a row",
                count((long) accepted.size() - lost.size()) + " of " + count(accepted.size()),
                lost);
    }

    private Invariant everyRowIsTerminal() {
        List<String> open = ids(row -> row.ending().isEmpty());
        return new Invariant(
                "every row is terminal", count((long) rows.size() - open.size()) + " of " + count(rows.size()), open);
    }

    /// A message whose answer was lost may be a job that nobody knows the id of; nothing else may.
    private Invariant noJobCameFromNowhere() {
        Map<String, Integer> allowed = new HashMap<>();
        facts.promises().unsure().forEach((number, times) -> allowed.put("chaos-" + number, times));
        int nameless = facts.promises().unsure().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        List<String> strange = new ArrayList<>();
        int unlabelled = 0;
        int known = 0;
        for (Row row : facts.rows()) {
            if (accepted.containsKey(row.id())) {
                known++;
            } else if (row.label().isEmpty() && row.ended("REJECTED") && unlabelled < nameless) {
                unlabelled++;
            } else if (row.label()
                    .filter(label -> allowed.merge(label, -1, Integer::sum) >= 0)
                    .isEmpty()) {
                strange.add(row.id());
            }
        }
        return new Invariant(
                "no job came from nowhere, or twice",
                count((long) rows.size() - known) + " of messages whose answer was lost",
                strange);
    }

    private Invariant everyJobEndedAsItShould() {
        List<String> wrong = new ArrayList<>();
        accepted.forEach((job, item) -> {
            Row row = rows.get(job);
            if (row != null && row.ending().isPresent() && !isRight(item, row)) {
                wrong.add(job + " " + row.ending().get() + " " + row.code().orElse(""));
            }
        });
        return new Invariant(
                "every job ended as it should",
                count(ids(row -> row.ended("SUCCEEDED")).size()) + " succeeded, "
                        + count(ids(row -> row.ended("FAILED")).size()) + " failed, "
                        + count(ids(row -> row.ended("EXPIRED")).size()) + " expired, "
                        + count(ids(row -> row.ended("REJECTED")).size()) + " rejected",
                wrong);
    }

    // A direct call may be lost, and one that could not be made in time is not made; both are said, and counted.
    private static boolean isRight(Item item, Row row) {
        boolean excused = row.isInDoubt() || row.ended("EXPIRED");
        return switch (item.fate()) {
            case ANSWERED -> row.ended("SUCCEEDED") || excused;
            case FAILED -> row.ended("FAILED") || excused;
            case REJECTED -> row.ended("REJECTED");
            case UNREADABLE -> false;
        };
    }

    private Invariant theLedgerCountsTheRows() {
        long succeeded = ids(row -> row.ended("SUCCEEDED")).size();
        long failed = ids(row -> row.ended("FAILED") || row.ended("EXPIRED")).size();
        long paid = facts.rows().stream().mapToLong(Row::paid).sum();
        Ledger ledger = facts.ledger();
        List<String> wrong = new ArrayList<>();
        check(wrong, "succeeded", ledger.succeeded(), succeeded);
        check(wrong, "failed", ledger.failed(), failed);
        check(wrong, "nano-dollars paid", ledger.paid(), paid);
        check(wrong, "in doubt", ledger.doubt(), ids(Row::isInDoubt).size());
        return new Invariant(
                "the ledger counts the rows",
                count(ledger.succeeded()) + " and " + count(ledger.failed()) + " failed, " + dollars(ledger.paid()),
                wrong);
    }

    private static void check(List<String> wrong, String what, long ledger, long rows) {
        if (ledger != rows) {
            wrong.add(what + ": " + count(ledger) + " in the ledger, " + count(rows) + " in the rows");
        }
    }

    /// What was paid beyond one answer a job has to be in the ledger as such, or to be in doubt.
    private Invariant noJobIsPaidTwiceUnseen() {
        Map<String, List<Unit>> paid = unitsByJob();
        List<String> twice = paid.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " " + entry.getValue().size() + " times")
                .sorted()
                .toList();
        boolean seen = facts.ledger().duplicate() + facts.ledger().canceled() > 0 || doubtful(paid) > 0;
        return new Invariant(
                "no job is paid for twice unseen",
                count(twice.size()) + " paid for more than once, "
                        + dollars(facts.ledger().duplicate()) + " in the ledger as duplicate",
                seen ? List.of() : twice);
    }

    private Invariant theBillIsTheLedger() {
        long bill = nano(facts.bill());
        long doubtful = doubtful(unitsByJob());
        long difference = bill - doubtful - facts.ledger().spent();
        List<String> wrong = new ArrayList<>();
        // a nano-dollar is lost at most in rounding one unit
        if (Math.abs(difference) > facts.bill().size()) {
            wrong.add("the bill is " + difference + " nano-dollars off the ledger");
            wrong.addAll(unledgered());
        }
        return new Invariant(
                "the bill is the ledger",
                "bill " + dollars(bill) + " = paid " + dollars(facts.ledger().paid()) + " + duplicate "
                        + dollars(facts.ledger().duplicate()) + " + cancelled "
                        + dollars(facts.ledger().canceled()) + " + in doubt " + dollars(doubtful),
                wrong);
    }

    /// Jobs that are on the bill and not paid for in their row, or the other way round.
    private List<String> unledgered() {
        Map<String, List<Unit>> paid = unitsByJob();
        List<String> wrong = new ArrayList<>();
        for (Row row : facts.rows()) {
            long billed = nano(paid.getOrDefault(row.id(), List.of()));
            if (!row.isInDoubt() && Math.abs(billed - row.paid()) > 1) {
                wrong.add(row.id() + " " + row.ending().orElse("open") + " paid " + row.paid() + ", billed " + billed);
            }
        }
        return wrong;
    }

    private Invariant callsInDoubtAreFew() {
        List<String> doubtful = ids(Row::isInDoubt);
        boolean few = doubtful.size() <= CALLS_AT_ONCE * facts.kills();
        return new Invariant(
                "calls in doubt are few, and said",
                count(doubtful.size()) + " jobs" + (doubtful.isEmpty() ? "" : ": " + String.join(" ", doubtful)),
                few ? List.of() : doubtful);
    }

    private Invariant onlyTheUnreadableAreDead() {
        Set<String> expected = new HashSet<>(facts.promises().dead());
        List<String> wrong = new ArrayList<>();
        expected.stream()
                .filter(id -> !facts.dead().contains(id))
                .forEach(id -> wrong.add("message " + id + " is not in the dead queue"));
        int unsure = facts.promises().unsure().entrySet().stream()
                .filter(entry -> entry.getKey() < Workload.UNREADABLE)
                .mapToInt(Map.Entry::getValue)
                .sum();
        List<String> others =
                facts.dead().stream().filter(id -> !expected.contains(id)).toList();
        if (others.size() > unsure) {
            others.forEach(id -> wrong.add("message " + id + " is dead"));
        }
        return new Invariant(
                "only what cannot be read is dead", count(facts.dead().size()) + " dead messages", wrong);
    }

    private Invariant nothingIsLeftToDo() {
        List<String> left = new ArrayList<>();
        facts.queued().forEach((queue, messages) -> {
            if (messages > 0 && !queue.equals("DeadQueue")) {
                left.add(queue + " has " + messages + " messages");
            }
        });
        if (facts.unfinished() > 0) {
            left.add(facts.unfinished() + " segments, bundles and batches");
        }
        return new Invariant("nothing is left to do", "queues and lists are empty", left);
    }

    private Map<String, List<Unit>> unitsByJob() {
        Map<String, String> jobs = new HashMap<>();
        accepted.forEach((job, item) -> {
            if (item.json().path("body") instanceof ObjectNode body) {
                jobs.put(hash(body), job);
            }
        });
        return facts.bill().stream()
                .collect(groupingBy(unit -> unit.isDirect() ? jobs.getOrDefault(unit.body(), "") : unit.job()));
    }

    private long doubtful(Map<String, List<Unit>> paid) {
        return ids(Row::isInDoubt).stream()
                .mapToLong(job -> nano(paid.getOrDefault(job, List.of())))
                .sum();
    }

    private List<String> ids(Predicate<Row> which) {
        return facts.rows().stream().filter(which).map(Row::id).sorted().toList();
    }

    private static long nano(List<Unit> units) {
        return units.stream().mapToLong(Unit::picoDollars).sum() / 1_000;
    }

    private static String dollars(long nano) {
        return "$" + BigDecimal.valueOf(nano, NANO).toPlainString();
    }

    // as the bill names a body
    private static String hash(ObjectNode body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.canonical(body));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
