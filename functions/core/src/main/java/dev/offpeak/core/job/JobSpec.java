package dev.offpeak.core.job;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.routing.Terms;
import java.util.Optional;

/// A job as its caller wrote it, syntactically sound but not yet judged.
///
/// @param deadline in any form [dev.offpeak.core.routing.Deadlines] reads
/// @param reference the producer's own name for it, unique per tenant
public record JobSpec(
        ProviderId provider,
        Request request,
        Optional<Boolean> waiting,
        Optional<String> deadline,
        Optional<String> label,
        Optional<String> group,
        Optional<String> reference,
        Terms terms) {}
