package dev.offpeak.core.surface;

import java.util.Optional;

/// A stretch of a list that is ordered by time.
///
/// @param from the place of an entry of the list; itself left out. None: from the end of the list
/// @param newer whether it leads from there to newer ones, oldest first; else to older ones, newest first
public record Stretch(Optional<String> from, boolean newer, int limit) {}
