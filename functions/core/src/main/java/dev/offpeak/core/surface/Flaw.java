package dev.offpeak.core.surface;

import java.util.Optional;

/// Why the file of a batch could not be run.
///
/// @param code the provider's word for it
/// @param line from 1; none where the whole file is to blame
public record Flaw(String code, String message, Optional<String> param, Optional<Integer> line) {}
