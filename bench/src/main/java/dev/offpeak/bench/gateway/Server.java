package dev.offpeak.bench.gateway;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/// A loopback server with a thread for each connection, which it keeps open.
final class Server implements AutoCloseable {
    /// Answers one request.
    interface Answerer {
        void answer(Message request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Answerer answerer;

    Server(Answerer answerer) throws IOException {
        this.answerer = answerer;
        socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connection.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream(), 32 * 1024);
            while (true) {
                answerer.answer(Message.read(in), connection.getOutputStream());
            }
        } catch (EOFException | SocketException e) {
            // the client has gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
