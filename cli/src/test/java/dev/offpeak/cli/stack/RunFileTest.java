package dev.offpeak.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    Path folder;

    @Test
    void what_is_written_is_read_again() {
        RunFile file = new RunFile(folder.resolve("run/stack.json"));
        RunningStack ours = owned(RunningStack.Owner.self());

        file.write(ours);

        assertThat(file.read()).contains(ours);
    }

    @Test
    void a_stack_on_the_real_providers_has_no_simulator() {
        RunningStack stack = Examples.stack();
        RunningStack real = new RunningStack(
                RunningStack.Owner.self(),
                stack.gateway(),
                Optional.empty(),
                stack.dynamoDb(),
                stack.sqs(),
                stack.s3(),
                stack.logs());

        assertThat(RunFile.parse(RunFile.json(real))).isEqualTo(real);
        assertThat(RunFile.json(real).path("providers").asText()).isEqualTo("real");
    }

    @Test
    void a_file_whose_process_is_gone_is_stale_and_deleted() throws IOException {
        Path path = folder.resolve("stack.json");
        RunFile file = new RunFile(path);
        // our own pid, but of a process that began in 2001: somebody else had it before
        file.write(owned(new RunningStack.Owner(ProcessHandle.current().pid(), 1_000_000_000_000L)));

        assertThat(file.read()).isEmpty();
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void without_a_file_nothing_runs() {
        assertThat(new RunFile(folder.resolve("none.json")).read()).isEmpty();
    }

    private static RunningStack owned(RunningStack.Owner owner) {
        RunningStack stack = Examples.stack();
        return new RunningStack(
                owner, stack.gateway(), stack.simulator(), stack.dynamoDb(), stack.sqs(), stack.s3(), stack.logs());
    }
}
