package dev.offpeak.core.account;

import dev.offpeak.core.id.BundleId;

/// What a bundle asks of an account.
///
/// @param model whose queue it waits in; empty where the provider has one for all models
/// @param bytes of its lines; how many tokens that is each account's book estimates
/// @param divisible whether it could be packed anew as smaller bundles
/// @param alone whether its create call must be the only one unaccounted for, because batches carry no mark
public record Need(BundleId bundle, String model, long bytes, long requests, boolean divisible, boolean alone) {
    /// Models are named by callers, at any length, and a book holds thousands of names.
    private static final int NAME = 64;

    public Need {
        model = name(model);
    }

    public Need(BundleId bundle, String model, long bytes, long requests, boolean divisible) {
        this(bundle, model, bytes, requests, divisible, false);
    }

    public Need aloneIf(boolean unmarked) {
        return new Need(bundle, model, bytes, requests, divisible, unmarked);
    }

    static String name(String model) {
        return model.length() <= NAME ? model : model.substring(0, NAME);
    }
}
