package dev.offpeak.gateway.jobs;

import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;

/// What came of submitting one job. A refusal is not an answer yet: each door words its errors its own way.
public sealed interface Submission {
    record Taken(HttpResponse response) implements Submission {}

    record Refused(Problem problem) implements Submission {}
}
