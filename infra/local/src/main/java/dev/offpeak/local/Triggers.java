package dev.offpeak.local;

import dev.offpeak.emulators.Pace;
import dev.offpeak.local.cloud.Cloud;
import dev.offpeak.local.cloud.LocalNames;
import dev.offpeak.local.lambda.FunctionHost;
import dev.offpeak.local.queue.QueuePoller;
import dev.offpeak.local.schedule.Ticker;
import dev.offpeak.local.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What invokes functions without being asked: queues and schedules.
final class Triggers implements AutoCloseable {

    private static final int LONG_POLL_SECONDS = 20;

    private final List<QueuePoller> pollers = new ArrayList<>();
    private final List<Ticker> tickers = new ArrayList<>();

    private Triggers() {}

    static Triggers start(
            Template template, Functions functions, Cloud cloud, LocalNames names, StackOptions.Tuning tuning) {
        Triggers triggers = new Triggers();
        try {
            template.functions()
                    .forEach(function -> triggers.add(function, functions.host(function.id()), cloud, names, tuning));
            return triggers;
        } catch (RuntimeException failed) {
            triggers.close();
            throw failed;
        }
    }

    private void add(
            Template.Function function, FunctionHost host, Cloud cloud, LocalNames names, StackOptions.Tuning tuning) {
        for (Template.QueueTrigger queue : function.queues()) {
            pollers.add(QueuePoller.start(mapping(queue, names, host, tuning), cloud.sqs(), host::invoke));
        }
        for (Template.Schedule schedule : function.schedules()) {
            var interval = tuning.scheduleInterval().orElse(schedule.rate());
            int concurrency = host.spec().limits().concurrency();
            tickers.add(Ticker.start(schedule.id(), interval, schedule.input(), concurrency, host::invoke));
        }
    }

    @Override
    public void close() {
        tickers.forEach(Ticker::close);
        pollers.forEach(QueuePoller::close);
    }

    private static QueuePoller.Mapping mapping(
            Template.QueueTrigger trigger, LocalNames names, FunctionHost host, StackOptions.Tuning tuning) {
        String url = Optional.ofNullable(names.queueUrls().get(trigger.queue()))
                .orElseThrow(() -> new IllegalStateException(trigger.id() + " reads no queue of the template"));
        int concurrency = host.spec().limits().concurrency();
        return new QueuePoller.Mapping(
                trigger.id(),
                url,
                LocalNames.queueArn(trigger.queue()),
                trigger.batchSize(),
                tuning.batchingWindow().orElse(trigger.window()),
                trigger.partialResponses(),
                Math.min(concurrency, trigger.maxConcurrency().orElse(concurrency)),
                longPollSeconds(tuning));
    }

    // ElasticMQ wakes a poll by real time when a hidden message is due, which in a hurry comes too late.
    private static int longPollSeconds(StackOptions.Tuning tuning) {
        return tuning.pace().equals(Pace.REAL) ? LONG_POLL_SECONDS : 1;
    }
}
