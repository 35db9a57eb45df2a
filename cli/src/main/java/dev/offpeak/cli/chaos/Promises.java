package dev.offpeak.cli.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What Offpeak and its queue answered for while jobs were sent.
final class Promises {
    private final Map<String, Item> accepted = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> unsure = new ConcurrentHashMap<>();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> dead = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();

    /// It was accepted, under this job id.
    void accepted(String job, Item item) {
        accepted.put(job, item);
    }

    /// A message without a name was sent and not answered: there may be a job more than is known.
    void unsure(Item item) {
        unsure.merge(item.number(), 1, Integer::sum);
    }

    /// The gateway would not have it.
    void refused(Item item) {
        refused.add(item.number());
    }

    /// It was put on the queue and has to end in the dead queue.
    void unreadable(String messageId) {
        dead.add(messageId);
    }

    /// It could not be handed over, or was answered as it should not have been.
    void broken(String why) {
        broken.add(why);
    }

    Map<String, Item> accepted() {
        return Map.copyOf(accepted);
    }

    int count() {
        return accepted.size();
    }

    /// How often the answer to a message of each item was lost.
    Map<Integer, Integer> unsure() {
        return Map.copyOf(unsure);
    }

    Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    List<String> dead() {
        return List.copyOf(dead);
    }

    List<String> broken() {
        return List.copyOf(broken);
    }
}
