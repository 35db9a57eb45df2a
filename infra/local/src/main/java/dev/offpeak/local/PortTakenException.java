package dev.offpeak.local;

/// A port that was asked for belongs to another process.
public final class PortTakenException extends RuntimeException {

    private final int port;

    PortTakenException(int port, String owner, Throwable cause) {
        super("port " + port + " is already in use (" + owner + ")", cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
