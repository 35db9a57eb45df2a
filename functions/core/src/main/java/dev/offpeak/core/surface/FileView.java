package dev.offpeak.core.surface;

/// A file with the id its caller knows.
public record FileView(CallerFile file, String id) {}
