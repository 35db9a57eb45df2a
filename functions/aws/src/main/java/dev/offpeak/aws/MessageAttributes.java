package dev.offpeak.aws;

/// The names of the attributes that carry an envelope beside the message's body.
final class MessageAttributes {
    static final String PREFIX = "offpeak-";
    static final String KIND = PREFIX + "kind";
    static final String ID = PREFIX + "id";
    static final String TENANT = PREFIX + "tenant";
    static final String ACCEPTED = PREFIX + "accepted";
    static final String ATTEMPT = PREFIX + "attempt";
    static final String SEAL = PREFIX + "seal";
    /// Present, as `base64`, when the body holds bytes SQS would refuse or change.
    static final String ENCODING = PREFIX + "encoding";

    static final String BASE64 = "base64";

    private MessageAttributes() {}
}
