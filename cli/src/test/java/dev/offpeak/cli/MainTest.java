package dev.offpeak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.cli.stack.Examples;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.terminal.Symbols;
import dev.offpeak.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void status_of_nothing_is_exit_code_three() {
        assertThat(offpeak("status")).isEqualTo(3);
        assertThat(err.toString()).isEqualTo("offpeak: nothing is running; \"./offpeak up\" starts it\n");
    }

    @Test
    void down_without_a_stack_says_so() {
        assertThat(offpeak("down")).isZero();
        assertThat(out.toString()).isEqualTo("Nothing is running.\n");
    }

    @Test
    void status_tells_addresses_as_json() {
        RunFile.of(project()).write(ours());

        assertThat(offpeak("status", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"url\" : \"http://127.0.0.1:8080\"")
                .contains("\"admin\" : \"http://127.0.0.1:8090/admin\"")
                .contains("\"jobs\" : \"http://127.0.0.1:9324/000000000000/offpeak-jobs-queue\"")
                .contains("\"bucket\" : \"offpeak-data-bucket\"");
    }

    @Test
    void a_second_up_points_at_the_first() {
        RunFile.of(project()).write(ours());

        assertThat(offpeak("up")).isEqualTo(1);
        assertThat(err.toString())
                .contains("already up at http://127.0.0.1:8080")
                .contains("./offpeak down");
    }

    @Test
    void up_on_a_taken_port_names_the_port_and_the_option() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThat(offpeak("up", "--port", Integer.toString(port))).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("offpeak: port " + port + " is taken")
                    .contains("--port");

            assertThat(offpeak("up", "--port=0", "--simulator-port=" + port)).isEqualTo(1);
            assertThat(err.toString()).contains("simulator was to listen").contains("--simulator-port");
        }
    }

    @Test
    void wrong_arguments_are_exit_code_two() {
        assertThat(offpeak("up", "--linger", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is not a duration");
        assertThat(offpeak("dance")).isEqualTo(2);
    }

    @Test
    void redrive_needs_a_running_stack() {
        assertThat(offpeak("redrive", "--dry-run")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is running");
        assertThat(offpeak("redrive", "--all")).isEqualTo(2);
    }

    @Test
    void chaos_has_limits() {
        assertThat(offpeak("chaos", "--minutes", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("--minutes takes up to 1440, not 0.0");
        assertThat(offpeak("chaos", "--jobs", "9")).isEqualTo(1);
        assertThat(err.toString()).contains("--jobs takes 10 to 1,000,000, not 9");
        assertThat(offpeak("chaos", "--seed", "random")).isEqualTo(2);
        assertThat(offpeak("chaos", "--drain", "soon")).isEqualTo(2);
    }

    @Test
    void the_number_of_tickets_has_limits() {
        assertThat(offpeak("demo", "--tickets", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("--tickets takes 1 to 100,000, not 0");
    }

    private int offpeak(String... arguments) {
        Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 100, Symbols.UNICODE);
        return Main.commandLine(terminal, project()).execute(arguments);
    }

    private Project project() {
        return new Project(folder, folder);
    }

    private static RunningStack ours() {
        RunningStack stack = Examples.stack();
        return new RunningStack(
                RunningStack.Owner.self(),
                stack.gateway(),
                stack.simulator(),
                stack.dynamoDb(),
                stack.sqs(),
                stack.s3(),
                stack.logs());
    }
}
