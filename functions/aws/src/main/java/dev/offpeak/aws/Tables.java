package dev.offpeak.aws;

/// The names of the DynamoDB tables.
///
/// @param jobs one row per job
/// @param work segments, bundles and batches; has the index [#DUE]
/// @param ledger what was spent and saved
/// @param keys idempotency keys
public record Tables(String jobs, String work, String ledger, String keys) {
    /// The index of `work`: hash key `queue`, range key `due`, all attributes.
    public static final String DUE = "due";
}
