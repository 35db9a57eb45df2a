package dev.offpeak.gateway.http;

import java.util.Locale;

/// Every error of our own API. The name, in lower case and with dashes, is the last part of its URI and stable.
public enum ProblemType {
    BAD_EVENT(400, "what API Gateway or the function URL handed on is no HTTP request"),
    BAD_JSON(400, "not one JSON object in UTF-8; says at which byte"),
    EMPTY(400, "an upload without a line"),
    BAD_QUERY(400, "a query parameter is missing or wrong"),
    BAD_IDEMPOTENCY_KEY(400, "`Idempotency-Key` is not 1 to 255 visible ASCII characters"),
    UNAUTHORIZED(401, "no valid key"),
    NO_SUCH_JOB(404, "not one's own, never accepted, or long over: the three look the same"),
    NO_SUCH_ROUTE(404, "nothing at this path"),
    METHOD_NOT_ALLOWED(405, "`Allow` lists the methods"),
    NOT_ENDED(409, "there is no result yet"),
    NO_RESULT(409, "the job ended without one"),
    ENDED(409, "the job has ended and cannot be withdrawn"),
    SHARED(409, "the job said `share`, so other jobs may wait for its call; it cannot be withdrawn"),
    ID_TAKEN(409, "somebody waits, and a job of this `id` exists; nothing was called"),
    TOO_LARGE(413, "more bytes or lines than are taken at once"),
    UNSUPPORTED_MEDIA_TYPE(415, "neither JSON nor NDJSON, or compressed"),
    BAD_JOB(422, "an unknown, missing or wrong field, an unknown provider or endpoint, a deadline too near or too far"),
    NO_GOOD_LINE(422, "every line of an upload is bad"),
    IDEMPOTENCY_KEY_REUSED(422, "the key stands for another submission"),
    QUEUE_UNAVAILABLE(503, "nothing was accepted; try again"),
    TRY_AGAIN(503, "another change was quicker"),
    UNAVAILABLE(503, "a part of Offpeak cannot be reached");

    private static final String BASE = "https://offpeak.dev/problems/";

    private final int status;
    private final String when;

    ProblemType(int status, String when) {
        this.status = status;
        this.when = when;
    }

    public int status() {
        return status;
    }

    /// In what case it is answered, as the API's documents say it.
    public String when() {
        return when;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String uri() {
        return BASE + slug();
    }

    String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            default -> "Service Unavailable";
        };
    }
}
