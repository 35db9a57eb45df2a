package dev.offpeak.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalStackTest {
    @Test
    void queues_go_by_short_names() {
        assertThat(LocalStack.queues(Map.of("JobsQueue", "a", "ExpressQueue", "b", "JobsDlq", "c")))
                .isEqualTo(Map.of("jobs", "a", "express", "b", "jobs-dlq", "c"));
    }
}
