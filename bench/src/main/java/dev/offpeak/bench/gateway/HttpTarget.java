package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server that is called by HTTP over one connection: the provider itself, or a proxy before it.
final class HttpTarget implements Target {
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final String name;
    private final Optional<Process> process;
    private final int port;
    private Socket socket;
    private BufferedInputStream in;
    private long lastCall = System.nanoTime();
    private final byte[] request;

    /// @param address host and port
    /// @param headers more of them, each with its line end
    HttpTarget(String name, @Nullable Process process, String address, String path, String headers, byte[] body)
            throws IOException {
        this.name = name;
        this.process = Optional.ofNullable(process);
        port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        socket = connected(port);
        in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        var head = "POST " + path + " HTTP/1.1\r\nHost: " + address + "\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer key\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
        request = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(UTF_8), 0, request, 0, head.length());
        System.arraycopy(body, 0, request, head.length(), body.length);
    }

    @Override
    public String name() {
        return name;
    }

    private static Socket connected(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Timing call() throws IOException {
        if (System.nanoTime() - lastCall > IDLE.toNanos()) {
            // some servers close a connection that was idle while others had their turn
            socket.close();
            socket = connected(port);
            in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        }
        var timing = callOnce();
        lastCall = System.nanoTime();
        return timing;
    }

    private Timing callOnce() throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        var answer = Message.read(in);
        long end = System.nanoTime();
        Answers.check(name, answer.firstLine().contains(" 200"), answer.head(), answer.body());
        return new Timing(answer.firstByte() - start, end - start);
    }

    @Override
    public Duration cpu() {
        return process.flatMap(running -> running.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.ifPresent(Process::destroy);
    }
}
