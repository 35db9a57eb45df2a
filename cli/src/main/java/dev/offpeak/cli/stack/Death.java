package dev.offpeak.cli.stack;

/// A part that ended by itself, in words.
///
/// @param ends whether nothing works without it; a function that cannot start is tried again instead
public record Death(String text, boolean ends) {}
