package dev.offpeak.emulators;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// DynamoDB Local, bound to the loopback interface.
final class DynamoDbEmulator {

    private DynamoDbEmulator() {}

    static int start(int port, Optional<Path> data) throws Exception {
        int chosen = port == 0 ? freePort() : port;
        List<String> arguments =
                new ArrayList<>(List.of("-port", Integer.toString(chosen), "-sharedDb", "-disableTelemetry"));
        if (data.isPresent()) {
            Files.createDirectories(data.get());
            arguments.addAll(List.of("-dbPath", data.get().toString()));
        } else {
            arguments.add("-inMemory");
        }
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(arguments.toArray(String[]::new));
        bindToLoopback(server);
        server.start();
        return chosen;
    }

    // DynamoDB Local has no option for the address: it would offer every table to the whole network.
    private static void bindToLoopback(DynamoDBProxyServer proxy) throws ReflectiveOperationException {
        Field field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        Server server = (Server) field.get(proxy);
        for (var connector : server.getConnectors()) {
            ((ServerConnector) connector)
                    .setHost(InetAddress.getLoopbackAddress().getHostAddress());
        }
    }

    // DynamoDB Local refuses port 0, so a free one is looked up first.
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
