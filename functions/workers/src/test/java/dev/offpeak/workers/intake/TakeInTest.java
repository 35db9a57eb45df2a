package dev.offpeak.workers.intake;

import static dev.offpeak.workers.World.ACME;
import static dev.offpeak.workers.World.ZEN;
import static dev.offpeak.workers.World.chat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.NdJson;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.wire.job.UploadIds;
import dev.offpeak.workers.Effects;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// From messages to rows, segments and express messages.
class TakeInTest {
    private final World world = new World(new StubProvider());

    @Test
    void one_job_in_two_messages_of_one_invocation_is_one_job() {
        var job = chat("hello", ",\"id\":\"order-1\"");
        assertThat(world.takeIn.take(List.of(world.dropped("a", job), world.dropped("b", job))))
                .isEmpty();
        assertThat(world.jobs.rows()).hasSize(1);
        assertThat(lines(world)).hasSize(1);
    }

    @Test
    void one_job_in_two_invocations_is_one_job() {
        var message = world.dropped("a", chat("hello"));
        assertThat(world.takeIn.take(List.of(message))).isEmpty();
        world.advance(Duration.ofMinutes(10));
        assertThat(world.takeIn.take(List.of(message))).isEmpty();
        assertThat(world.jobs.rows()).hasSize(1);
        assertThat(lines(world)).hasSize(1);
    }

    @Test
    void whatever_goes_wrong_nothing_is_lost_and_every_job_is_staged_once() {
        int tried = EveryFault.of(() -> new World(new StubProvider()), TakeInTest::takesInAll);
        assertThat(tried).isGreaterThanOrEqualTo(24);
    }

    private static void takesInAll(World world) {
        var messages = new ArrayList<Delivery>();
        for (int i = 0; i < 5; i++) {
            messages.add(world.sealed("batch-" + i, i == 0 ? ZEN : ACME, chat("hello " + i)));
        }
        messages.add(world.sealed("hurried", ACME, chat("soon", ",\"deadline\":\"30m\"")));
        messages.add(world.dropped("bad", chat("bad", ",\"deadline\":\"tomorrow\"")));
        var all = List.copyOf(messages);
        for (int round = 0; !messages.isEmpty(); round++) {
            assertThat(round).as("rounds").isLessThan(6);
            world.step(() -> {
                var again = world.takeIn.take(List.copyOf(messages));
                messages.removeIf(message -> !again.contains(message.messageId()));
            });
            world.advance(Duration.ofMinutes(3));
        }
        // a late second delivery of everything changes nothing
        world.effects.quietly(() -> assertThat(world.takeIn.take(all)).isEmpty());

        assertThat(world.jobs.rows()).hasSize(7);
        assertThat(world.ended(Ending.REJECTED)).hasSize(1);
        var express = world.jobs.rows().stream()
                .filter(row -> row.state() instanceof JobState.Express)
                .toList();
        assertThat(express).hasSize(1);
        assertThat(world.express.sent())
                .isNotEmpty()
                .allMatch(sent -> sent.id().equals(express.getFirst().id().value()));
        assertThat(lines(world)).doesNotHaveDuplicates().hasSize(5);
        for (var row : world.jobs.rows()) {
            if (row.state() instanceof JobState.Staged staged) {
                var segment = world.segments.find(staged.segment()).orElseThrow();
                assertThat(segment.live().contains(staged.line())).isTrue();
                assertThat(segment.tenants()).containsOnlyKeys(row.tenant());
                assertThat(lines(world, segment).get(staged.line())).contains(new CustomId(row.id(), 1).toString());
            }
        }
    }

    @Test
    void a_row_whose_segment_was_never_committed_waits_until_its_intake_must_be_dead() {
        var message = world.dropped("a", chat("hello"));
        world.effects.fail(2, Effects.How.DIES_AFTER);
        world.step(() -> world.takeIn.take(List.of(message)));
        var first = ((JobState.Staged) world.jobs.rows().getFirst().state()).segment();

        world.advance(Duration.ofSeconds(80));
        assertThat(world.takeIn.take(List.of(message))).as("young").containsExactly("a");
        assertThat(world.segments.find(first)).isEmpty();

        world.advance(Duration.ofSeconds(20));
        assertThat(world.takeIn.take(List.of(message))).as("old").isEmpty();
        assertThat(world.segments.find(first).orElseThrow().state()).isInstanceOf(Segment.State.Void.class);
        assertThat(lines(world)).hasSize(1);
    }

    @Test
    void an_intake_that_was_taken_for_dead_and_is_not_fails_its_messages() {
        var message = world.dropped("a", chat("hello"));
        assertThat(world.takeIn.take(List.of(message))).isEmpty();
        var segment = world.segments.rows().getFirst();

        // the same chance at the same time gives the same segment, which somebody has voided here
        var other = new World(new StubProvider());
        other.segments.commit(segment.with(new Segment.State.Void()));
        assertThat(other.takeIn.take(List.of(message))).containsExactly("a");
    }

    @Test
    void an_invalid_job_is_a_rejected_row_that_says_why() {
        world.takeIn.take(List.of(
                world.dropped("a", chat("hello", ",\"deadline\":\"tomorrow\"")),
                world.dropped("b", chat("hello", ",\"waiting\":true")),
                world.dropped("c", "{\"provider\":\"openai\"}"),
                world.dropped("d", chat("hello", ",\"id\":\"job_1\"")),
                world.dropped("e", chat("hello").replace("openai", "nobody"))));
        assertThat(world.ended(Ending.REJECTED)).hasSize(5);
        assertThat(world.jobs.rows())
                .extracting(TakeInTest::reason)
                .satisfiesExactly(
                        why -> assertThat(why).contains("deadline", "tomorrow"),
                        why -> assertThat(why).contains("waiting", "nobody can wait on a queue"),
                        why -> assertThat(why).contains("endpoint", "is missing"),
                        why -> assertThat(why).contains("id", "Offpeak's own"),
                        why -> assertThat(why).contains("provider", "nobody"));
    }

    private static String reason(JobRow row) {
        return ((JobState.Settled) row.state()).reason().orElseThrow().message();
    }

    @Test
    void what_cannot_be_read_or_is_forged_comes_again_and_takes_no_neighbour_along() {
        var forged = new Delivery("b", world.clock.instant(), new Delivery.Content.Forged("the seal does not fit"));
        assertThat(world.takeIn.take(List.of(world.dropped("a", "hello?"), forged, world.dropped("c", chat("hello")))))
                .containsExactly("a", "b");
        assertThat(world.jobs.rows()).hasSize(1);
    }

    @Test
    void the_lines_of_an_upload_have_the_ids_the_gateway_told() throws Exception {
        var text = chat("one") + "\n\n" + chat("two", ",\"id\":\"order-2\"") + "\nnot json\n"
                + chat("three", ",\"deadline\":\"5s\"");
        world.objects.putIfAbsent("uploads/acme/u1", text.getBytes(UTF_8));
        var at = world.clock.instant();
        var upload = new Envelope(Envelope.Kind.UPLOAD, "u1", ACME, at, 1, Body.of("uploads/acme/u1"));
        assertThat(world.takeIn.take(List.of(new Delivery("m", at, new Delivery.Content.Sealed(upload)))))
                .isEmpty();
        var reader = new JobReader();
        var bytes = text.getBytes(UTF_8);
        var told = NdJson.lines(bytes).stream()
                .map(line -> reader.read(bytes, line.offset(), line.length()) instanceof Reading.Sound(var spec)
                        ? UploadIds.of(world.ids, ACME, at, "u1", line.number(), spec)
                        : world.ids.ofUpload(ACME, at, "u1", line.number()))
                .toList();
        assertThat(world.jobs.rows()).extracting(JobRow::id).containsExactlyInAnyOrderElementsOf(told);
        assertThat(world.ended(Ending.REJECTED)).hasSize(2);
    }

    @Test
    void a_stored_job_has_the_id_of_its_message() throws Exception {
        world.objects.putIfAbsent("uploads/acme/j", chat("hello").getBytes(UTF_8));
        var id = world.ids.derived(ACME, world.clock.instant(), "x");
        var pointer = new Envelope(
                Envelope.Kind.STORED_JOB, id.value(), ACME, world.clock.instant(), 1, Body.of("uploads/acme/j"));
        assertThat(world.takeIn.take(
                        List.of(new Delivery("m", world.clock.instant(), new Delivery.Content.Sealed(pointer)))))
                .isEmpty();
        assertThat(world.job(id).state()).isInstanceOf(JobState.Staged.class);
    }

    @Test
    void an_express_message_that_was_not_sent_is_sent_on_redelivery() {
        var message = world.sealed("m", ACME, chat("soon", ",\"deadline\":\"20m\""));
        world.express.refuse(sent -> true);
        assertThat(world.takeIn.take(List.of(message))).containsExactly("m");
        world.express.refuse(sent -> false);
        assertThat(world.takeIn.take(List.of(message))).isEmpty();
        assertThat(world.express.sent()).hasSize(1);
        assertThat(world.jobs.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(new JobState.Express(1)));
    }

    @Test
    void a_job_too_large_for_a_message_goes_express_by_the_object_store() throws Exception {
        var job = chat("x".repeat(Envelope.LARGEST_BODY), ",\"deadline\":\"20m\"");
        assertThat(world.takeIn.take(List.of(world.sealed("m", ACME, job), world.sealed("n", ACME, chat("b")))))
                .isEmpty();
        var sent = world.express.sent().getFirst();
        assertThat(sent.kind()).isEqualTo(Envelope.Kind.STORED_JOB);
        assertThat(world.objects.size(sent.body().text())).hasValue((long) job.length());
    }

    @Test
    void a_segment_holds_one_key_and_one_tenant_and_is_within_limits() {
        for (long seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            var other = new World(new StubProvider());
            var deliveries = IntStream.range(0, 40)
                    .mapToObj(i -> other.sealed(
                            "m" + i,
                            new TenantId("t" + random.nextInt(3)),
                            random.nextBoolean()
                                    ? chat(
                                            "y".repeat(random.nextInt(3_000_000)),
                                            ",\"deadline\":\"" + (1 + random.nextInt(30)) + "h\"")
                                    : embeddings(1 + random.nextInt(2_048))))
                    .toList();
            assertThat(other.takeIn.take(deliveries)).as("seed " + seed).isEmpty();
            assertThat(other.segments.rows()).as("seed " + seed).allSatisfy(segment -> {
                assertThat(segment.tenants()).hasSize(1);
                assertThat(segment.content().bytes()).isLessThanOrEqualTo(16 << 20);
                assertThat(segment.content().inputs()).isLessThanOrEqualTo(50_000);
            });
            assertThat(other.segments.rows().stream()
                            .mapToInt(segment -> segment.live().count())
                            .sum())
                    .isEqualTo(40);
            for (var row : other.jobs.rows()) {
                var staged = (JobState.Staged) row.state();
                var segment = other.segments.find(staged.segment()).orElseThrow();
                assertThat(segment.key().endpoint())
                        .isEqualTo(row.particulars().orElseThrow().endpoint());
                assertThat(lines(other, segment).get(staged.line()))
                        .contains(row.id().value());
            }
        }
    }

    private static String embeddings(int inputs) {
        return "{\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\",\"body\":{\"model\":\"text-embedding-3-small\",\"input\":["
                + String.join(",", Collections.nCopies(inputs, "\"a\"")) + "]}}";
    }

    /// The custom ids that open segments mean to send.
    private static List<String> lines(World world) {
        return world.segments.rows().stream()
                .filter(segment -> segment.state() instanceof Segment.State.Open)
                .flatMap(segment -> {
                    var all = lines(world, segment);
                    return IntStream.range(0, all.size())
                            .filter(segment.live()::contains)
                            .mapToObj(i -> StubProvider.customId(all.get(i)).toString());
                })
                .toList();
    }

    private static List<String> lines(World world, Segment segment) {
        try {
            var content = segment.content();
            return Stream.of(new String(
                                    world.objects.read(content.object(), content.offset(), (int) content.bytes()),
                                    UTF_8)
                            .split("\n"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
