package dev.offpeak.core.provider;

/// A call that passes straight through.
///
/// @param query as it was written, without the question mark; empty where there is none
/// @param headers those of [PassThrough#headers()] that the caller sent
public record DirectCall(String method, String path, String query, Headers headers, Body body) {
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
