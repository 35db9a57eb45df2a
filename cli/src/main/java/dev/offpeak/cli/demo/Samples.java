package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.terminal.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A few dozen jobs, spread over the night, fetched and looked at one by one.
final class Samples {
    private static final int WANTED = 48;

    private final Gateway gateway;
    private final Map<Job, String> ids;

    /// @param ids of the jobs that have one known to us; the others are asked for by reference
    Samples(Gateway gateway, Map<Job, String> ids) {
        this.gateway = gateway;
        this.ids = ids;
    }

    Check check(List<Job> jobs) {
        List<Job> drawn = draw(jobs);
        List<String> complaints = new ArrayList<>();
        for (Job job : drawn) {
            complaint(job).ifPresent(complaint -> complaints.add(job.reference() + ": " + complaint));
        }
        String detail = complaints.isEmpty()
                ? drawn.size() + " of them read: label allowed, summary there, vectors of " + Models.DIMENSIONS
                : String.join("; ", complaints.subList(0, Math.min(3, complaints.size())));
        return new Check("answers are what was asked for", complaints.isEmpty() && !drawn.isEmpty(), detail);
    }

    // an odd stride, so that both kinds and both ways in are met
    private static List<Job> draw(List<Job> jobs) {
        int stride = Math.max(1, jobs.size() / WANTED) | 1;
        List<Job> drawn = new ArrayList<>();
        for (int i = 0; i < jobs.size() && drawn.size() < WANTED; i += stride) {
            drawn.add(jobs.get(i));
        }
        return drawn;
    }

    private Optional<String> complaint(Job job) {
        try {
            String id = ids.get(job);
            JsonNode found = id == null ? gateway.jobByReference(job.reference()) : gateway.job(id);
            String state = found.path("state").asText();
            if (!state.equals("SUCCEEDED")) {
                return Optional.of("is " + state);
            }
            return Answers.complaint(job.kind(), result(found));
        } catch (Trouble failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private JsonNode result(JsonNode job) {
        return job.has("result_url") ? gateway.get(job.path("result_url").asText()) : job.path("result");
    }
}
