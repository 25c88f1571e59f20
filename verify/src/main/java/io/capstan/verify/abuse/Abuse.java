package io.capstan.verify.abuse;

import io.capstan.client.net.Address;
import io.capstan.core.random.Randomness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/// Some [Stranger]s at work on all ports of all nodes for a while. What they do is drawn from the
/// seed; how it falls in time is not.
public final class Abuse {
    private static final int STRANGERS = 12;

    /// How much of what is drawn is a trick that takes seconds.
    private static final double LONG_ONES = 0.1;

    /// Between two tricks of one stranger.
    private static final long PAUSE_NANOS = 5_000_000L;

    /// The most failures told one by one.
    private static final int MOST_TOLD = 20;

    /// What came of one kind of trick: how often it was done, how often it was answered anything,
    /// and how often the node was not to be reached or did not answer as it must.
    public record Count(long done, long answered, long failed) {
        private Count plus(boolean wasAnswered, boolean hasFailed) {
            return new Count(
                    done + 1, answered + (wasAnswered ? 1 : 0), failed + (hasFailed ? 1 : 0));
        }
    }

    private final List<Address> natives;
    private final List<Address> admins;
    private final Map<Trick, Count> counts = new EnumMap<>(Trick.class);
    private final Set<String> failures = new ConcurrentSkipListSet<>();

    public Abuse(List<Address> natives, List<Address> admins) {
        this.natives = List.copyOf(natives);
        this.admins = List.copyOf(admins);
        for (Trick trick : Trick.values()) counts.put(trick, new Count(0, 0, 0));
    }

    /// Returns when the time is over and all have stopped.
    public void run(long seed, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> strangers = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            Randomness own = new Randomness(seed).stream("stranger " + i);
            strangers.add(Thread.ofVirtual().start(() -> work(own, end)));
        }
        for (Thread stranger : strangers) stranger.join();
    }

    public Map<Trick, Count> counts() {
        return new EnumMap<>(counts);
    }

    /// What must not be, as far as it is told.
    public List<String> failures() {
        return failures.stream().limit(MOST_TOLD).toList();
    }

    private void work(Randomness random, long end) {
        Stranger stranger = new Stranger(random);
        List<Trick> quick = tricks(false);
        List<Trick> slow = tricks(true);
        while (System.nanoTime() < end) {
            Trick trick = random.pick(random.chance(LONG_ONES) ? slow : quick);
            Address at = random.pick(trick.port() == Trick.Port.NATIVE ? natives : admins);
            try {
                note(trick, !stranger.play(trick, at).isEmpty(), false);
            } catch (IOException e) {
                note(trick, false, true);
                if (failures.size() < MOST_TOLD)
                    failures.add(trick.word() + " at " + at + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<Trick> tricks(boolean slow) {
        return Arrays.stream(Trick.values()).filter(one -> one.takesSeconds() == slow).toList();
    }

    private synchronized void note(Trick trick, boolean answered, boolean failed) {
        counts.computeIfPresent(trick, (_, count) -> count.plus(answered, failed));
    }
}
