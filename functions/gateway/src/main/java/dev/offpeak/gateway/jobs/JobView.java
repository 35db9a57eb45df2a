package dev.offpeak.gateway.jobs;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.Json;
import java.io.IOException;
import java.util.Optional;

/// A job as its owner sees it.
///
/// @param state as shown: a job row says only STAGED or EXPRESS, the rest is derived
/// @param result the provider's body when it is small enough to show here
/// @param leader the job whose call it shares
public record JobView(
        JobRow row, String state, Optional<BatchId> batch, Optional<Body> result, Optional<JobId> leader) {
    JobView(JobRow row, String state, Optional<BatchId> batch, Optional<Body> result) {
        this(row, state, batch, result, Optional.empty());
    }

    JobView sharing(Optional<JobId> call) {
        return new JobView(row, state, batch, result, call);
    }

    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("id", row.id().value());
        json.writeStringField("state", state);
        if (row.particulars().isPresent()) {
            particulars(json, row.particulars().get());
        }
        json.writeNumberField("attempt", JobTransitions.attempt(row.state()));
        if (batch.isPresent()) {
            json.writeStringField("batch", batch.get().value());
        }
        if (leader.isPresent()) {
            json.writeStringField("shared_with", leader.get().value());
        }
        json.writeStringField("accepted_at", row.acceptedAt().toString());
        if (row.state() instanceof Settled settled) {
            settled(json, row.id(), settled);
        }
    }

    private static void particulars(JsonGenerator json, JobRow.Particulars particulars) throws IOException {
        json.writeStringField("lane", particulars.lane().name());
        json.writeStringField("why", particulars.why());
        json.writeStringField("provider", particulars.provider().value());
        json.writeStringField("endpoint", particulars.endpoint().path());
        json.writeStringField("model", particulars.model());
        if (particulars.label().isPresent()) {
            json.writeStringField("label", particulars.label().get());
        }
        if (particulars.group().isPresent()) {
            json.writeStringField("group", particulars.group().get());
        }
        json.writeStringField("deadline", particulars.deadline().toString());
    }

    private void settled(JsonGenerator json, JobId id, Settled settled) throws IOException {
        json.writeStringField("ended_at", settled.at().toString());
        json.writeStringField("settled_by", settled.by());
        if (settled.reason().isPresent()) {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", settled.reason().get().code());
            json.writeStringField("message", settled.reason().get().message());
            json.writeEndObject();
        }
        if (settled.answer().isPresent()) {
            json.writeNumberField("status", settled.answer().get().status());
        }
        // what is not known is not nothing
        if (settled.ending() == Ending.SUCCEEDED && settled.usage().isTold()) {
            usage(json, settled.usage());
        }
        if (settled.ending() == Ending.SUCCEEDED && settled.cost().isPresent()) {
            cost(json, settled.cost().get());
        }
        if (settled.answer().isPresent()) {
            json.writeStringField("result_url", "/v1/jobs/" + id + "/result");
        }
        // a stream of events, or bytes that are no text, are shown by result_url only
        var text = result.flatMap(Json::value);
        if (text.isPresent()) {
            json.writeFieldName("result");
            json.writeRawValue(text.get());
        }
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", usage.prompt());
        json.writeNumberField("cache_read_tokens", usage.cacheRead());
        json.writeNumberField("cache_write_tokens", usage.cacheWrite() + usage.cacheWriteLong());
        json.writeNumberField("output_tokens", usage.output());
        json.writeStringField("tier", usage.tier().name());
        json.writeEndObject();
    }

    private static void cost(JsonGenerator json, Cost cost) throws IOException {
        json.writeObjectFieldStart("cost");
        json.writeStringField("paid_usd", cost.paid().dollars().toPlainString());
        json.writeStringField("standard_usd", cost.standard().dollars().toPlainString());
        json.writeStringField("saved_usd", cost.saved().dollars().toPlainString());
        json.writeEndObject();
    }
}
