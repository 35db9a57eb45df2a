package dev.offpeak.simulation;

/// The process is gone. An error, so that nothing which goes on after a failure goes on after this.
final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String when) {
        super(when, null, false, false);
    }
}
