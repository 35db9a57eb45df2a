package dev.offpeak.simulation;

/// A failure of the cloud, as an adapter reports it when it has no value for it.
final class Injected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Injected(String what) {
        super(what, null, false, false);
    }

    /// Whether a failure goes back to one of ours.
    static boolean isCauseOf(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Injected) {
                return true;
            }
        }
        return false;
    }
}
