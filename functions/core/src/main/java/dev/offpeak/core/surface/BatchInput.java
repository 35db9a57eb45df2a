package dev.offpeak.core.surface;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The file that a batch was made of, and what its caller asked for along with it.
///
/// @param file its id
/// @param model what all its lines name; none where the file was not read to its end
/// @param outputLife how long the files of results can be read, from their creation; none: as long as is usual
/// @param flaws why the batch will not run at all
public record BatchInput(
        String file,
        Optional<String> model,
        Optional<Duration> outputLife,
        Map<String, String> metadata,
        List<Flaw> flaws) {
    public BatchInput {
        metadata = Map.copyOf(metadata);
        flaws = List.copyOf(flaws);
    }
}
