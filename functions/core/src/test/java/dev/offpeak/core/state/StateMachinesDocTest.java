package dev.offpeak.core.state;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/state-machines.md` is what the code says, not what somebody remembers of it.
class StateMachinesDocTest {
    private static final String REGENERATE =
            "./mvnw -q -pl functions/core test -Dtest=StateMachinesDocTest -Dstate-machines.write=true";

    private static final String HEAD = """
            # State machines

            Generated from the transition functions in `functions/core`; a test fails when this file differs from them.
            To write it anew:

            ```
            %s
            ```

            In the tables a cell names the state an event leads to, and `·` says that the event loses: the row stays as
            it is and the sender learns why. Words in brackets tell the two sides of a guard apart.

            """.formatted(REGENERATE);

    @Test
    void the_document_shows_what_the_code_does() throws IOException {
        var file = root().resolve("docs/state-machines.md");
        var expected = HEAD + Machines.all().stream().map(Machine::markdown).collect(joining("\n"));
        if (Boolean.getBoolean("state-machines.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as("write it with: %s", REGENERATE).exists();
        assertThat(Files.readString(file))
                .as("write it anew with: %s", REGENERATE)
                .isEqualTo(expected);
    }

    private static Path root() {
        var at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("run this inside the repository: no mvnw above the working directory");
            }
        }
        return at;
    }
}
