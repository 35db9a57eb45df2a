package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/// What a batch was created with.
///
/// @param endpoint the URL all its lines must name, such as `/v1/chat/completions`
/// @param outputLife how long its result files live, counted from their creation
record OpenAiBatch(String inputFileId, String endpoint, JsonNode metadata, Duration outputLife) {}
