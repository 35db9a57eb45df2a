package dev.offpeak.openai;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Background;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Responses with `"background": true` (background guide and API reference, 2026-11).
///
/// `resp_` and the last 37 characters of the job's id: shorter than OpenAI's own ids, so that the two are told apart
/// by their looks. A response that OpenAI made in a direct call is none of ours.
final class OpenAiBackground implements Background {
    private static final String PREFIX = "resp_";
    private static final Endpoint RESPONSES = new Endpoint("/v1/responses");
    private static final Pattern THEIRS = Pattern.compile("/v1/responses/(resp_[^/]*)(/[^/]+)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ONE = Pattern.compile("/v1/responses/(resp_[0-9a-z]{37})(/[^/]+)?");

    @Override
    public Endpoint endpoint() {
        return RESPONSES;
    }

    @Override
    public Optional<Wish> wish(String method, String path, Map<String, String> query) {
        if (path.equals(RESPONSES.path())) {
            return method.equals("POST") ? Optional.of(new Wish.Create()) : Optional.empty();
        }
        if (!path.startsWith("/v1/responses/")) {
            // most calls, and a pattern costs them more
            return Optional.empty();
        }
        var one = ONE.matcher(path);
        if (one.matches()) {
            return Optional.of(wish(method, job(one.group(1)), Optional.ofNullable(one.group(2)), query));
        }
        var theirs = THEIRS.matcher(path);
        return theirs.matches() ? Optional.of(notOurs(theirs.group(1))) : Optional.empty();
    }

    private static Wish notOurs(String name) {
        return new Wish.Unserved(
                404,
                (name.length() <= 100 ? name : name.substring(0, 100) + "…")
                        + " is no background response of Offpeak; what OpenAI made in a direct call is not served, since"
                        + " nobody could tell whose it is");
    }

    private static Wish wish(String method, JobId job, Optional<String> part, Map<String, String> query) {
        return switch (method + part.orElse("")) {
            case "GET" -> "true".equals(query.get("stream")) ? follow(job, query) : new Wish.Read(job);
            case "DELETE" -> new Wish.Delete(job);
            case "POST/cancel" -> new Wish.Cancel(job);
            case "GET/input_items" ->
                new Wish.Unserved(400, "the input of a background response of Offpeak is not kept to be read again");
            default -> new Wish.Unserved(405, "a background response of Offpeak takes no such call");
        };
    }

    private static Wish follow(JobId job, Map<String, String> query) {
        var after = query.get("starting_after");
        if (after == null) {
            return new Wish.Follow(job, Optional.empty());
        }
        return NUMBER.matcher(after).matches()
                ? new Wish.Follow(job, Optional.of(Long.parseLong(after)))
                : new Wish.Unserved(400, "starting_after: must be the number of an event");
    }

    @Override
    public Asking asking(Body body) {
        try {
            var members = JsonObject.parse(body);
            return members.isTrue("background") ? asking(body, members) : new Asking.No();
        } catch (MalformedJson e) {
            return new Asking.No();
        }
    }

    private static Asking asking(Body body, JsonObject members) throws MalformedJson {
        if (members.get("store")
                .filter(store -> store.kind() == Kind.BOOLEAN && !store.isTrue())
                .isPresent()) {
            return new Asking.Refused("store", "a background response is stored; false goes with waiting only");
        }
        if (members.text("previous_response_id")
                .filter(OpenAiBackground::isOurs)
                .isPresent()) {
            return new Asking.Refused(
                    "previous_response_id",
                    "OpenAI does not know background responses of Offpeak; send the earlier turns as input");
        }
        return new Asking.Yes(BackgroundFields.unasked(body), members.isTrue("stream"));
    }

    @Override
    public Body memo(Body request) {
        return UnfinishedResponse.memo(request);
    }

    @Override
    public Body show(Standing standing) {
        return UnfinishedResponse.of(standing, name(standing.job()));
    }

    @Override
    public boolean isWhole(Body answer) {
        return !answer.isEventStream() || ResponseEvents.last(answer).isPresent();
    }

    @Override
    public Body show(JobId job, Body answer) {
        var response = answer.isEventStream() ? ResponseEvents.last(answer).orElse(answer) : answer;
        return BackgroundFields.renamed(response, name(job));
    }

    @Override
    public boolean wantsStream(Body memo) {
        try {
            return JsonObject.parse(memo).isTrue("stream");
        } catch (MalformedJson e) {
            return false;
        }
    }

    @Override
    public List<Body> begun(Standing standing) {
        return ResponseEvents.begun(show(standing));
    }

    @Override
    public Stream<Body> events(JobId job, Body answer, int first) {
        return ResponseEvents.events(answer, name(job), first);
    }

    @Override
    public Body ended(Standing standing, int number) {
        return ResponseEvents.ended(show(standing), number);
    }

    @Override
    public Body deleted(JobId job) {
        return Body.of("{\"id\":\"" + name(job) + "\",\"object\":\"response\",\"deleted\":true}");
    }

    @Override
    public String name(JobId job) {
        return PREFIX + job.value().substring(JobId.PREFIX.length());
    }

    private static boolean isOurs(String name) {
        return name.startsWith(PREFIX) && JobId.looksLike(JobId.PREFIX + name.substring(PREFIX.length()));
    }

    private static JobId job(String name) {
        return new JobId(JobId.PREFIX + name.substring(PREFIX.length()));
    }
}
