package dev.offpeak.cli.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void a_taken_port_is_named_with_the_option_that_changes_it() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(other.getLocalPort(), "gateway", "--port"))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("gateway")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void a_free_port_and_any_port_are_fine() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatCode(() -> Ports.requireFree(free, "gateway", "--port")).doesNotThrowAnyException();
        assertThatCode(() -> Ports.requireFree(0, "gateway", "--port")).doesNotThrowAnyException();
    }
}
