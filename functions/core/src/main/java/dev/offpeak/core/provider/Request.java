package dev.offpeak.core.provider;

/// What goes to the provider for one job, on whichever lane.
public record Request(Endpoint endpoint, Headers headers, Body body) {}
