package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Checks of ports on 127.0.0.1, made before anything is started.
public final class Ports {
    private static final int PATIENCE_MILLIS = 500;

    private Ports() {}

    /// Fails unless the port can be had; 0 always can.
    ///
    /// @param part who wants the port
    /// @param option how the user asks for another one
    /// @throws Trouble when somebody has it already
    public static void requireFree(int port, String part, String option) {
        if (port != 0 && (answers(port) || !canBeBound(port))) {
            throw new Trouble("port " + port + " is taken, and the " + part
                    + " was to listen there; choose another with " + option + ", or end the process that has it");
        }
    }

    // macOS lets a socket be bound beside a listener on all addresses, so binding alone proves nothing there.
    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    private static boolean canBeBound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
