package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerIds;
import java.util.Optional;

/// One line of the results of a batch.
///
/// @param sheet the file it belongs to: [CallerIds.Kind#OUTPUT] or [CallerIds.Kind#ERRORS]
/// @param bytes with its line end
/// @param usage what it adds to the batch's; none where batches of the provider do not tell theirs
public record ResultLine(CallerIds.Kind sheet, byte[] bytes, Optional<BatchUsage> usage) {}
