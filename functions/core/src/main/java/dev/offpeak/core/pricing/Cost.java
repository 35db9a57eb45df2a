package dev.offpeak.core.pricing;

/// What a call cost, beside what the synchronous endpoint would have charged for the same tokens.
public record Cost(NanoDollars paid, NanoDollars standard) {
    public static final Cost NONE = new Cost(NanoDollars.ZERO, NanoDollars.ZERO);

    public NanoDollars saved() {
        return standard.minus(paid);
    }

    public Cost plus(Cost other) {
        return new Cost(paid.plus(other.paid), standard.plus(other.standard));
    }
}
