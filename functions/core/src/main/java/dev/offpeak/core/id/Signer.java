package dev.offpeak.core.id;

/// A keyed message authentication code of at least 16 bytes; the key never leaves the implementation.
@FunctionalInterface
public interface Signer {
    byte[] sign(byte[] message);
}
