package io.capstan.verify.live;

import io.capstan.verify.plan.Cut;
import io.capstan.verify.plan.Fault;
import io.capstan.verify.plan.Planned;
import io.capstan.verify.record.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Does to the cluster what one lane of the schedule says, one fault after the other, and undoes
/// each.
final class Nemesis {
    private final LiveCluster cluster;
    private final Recorder recorder;
    private final List<Planned> faults;
    private final CountDownLatch over;
    private final Consumer<Band> told;

    Nemesis(
            LiveCluster cluster,
            Recorder recorder,
            List<Planned> faults,
            CountDownLatch over,
            Consumer<Band> told) {
        this.cluster = cluster;
        this.recorder = recorder;
        this.faults = List.copyOf(faults);
        this.over = over;
        this.told = told;
    }

    /// Returns when the last fault is undone, or soon after the run is over.
    void work() throws InterruptedException {
        for (Planned planned : faults) {
            long wait = planned.atMillis() * 1_000_000 - recorder.now();
            if (over.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) return;
            strike(planned);
        }
    }

    private void strike(Planned planned) throws InterruptedException {
        Fault fault = planned.fault();
        OptionalInt leader = fault.victims().leaderFirst() ? cluster.leader() : OptionalInt.empty();
        List<Integer> order = fault.victims().ordered(leader);
        List<Integer> struck = fault.victims().struck(leader);
        long before = cluster.wiring().heldBytes();
        long refusedBefore = cluster.wiring().refusals();
        long from = recorder.now();
        long underWay = recorder.count().underWay();
        begin(fault, order, struck);
        var _ = over.await(planned.lastsMillis(), TimeUnit.MILLISECONDS);
        end(fault, order, struck);
        String felt =
                fault instanceof Fault.Partition
                        ? held(
                                cluster.wiring().heldBytes() - before,
                                cluster.wiring().refusals() - refusedBefore)
                        : underWay + " operations under way";
        told.accept(
                new Band(
                        fault.kind(),
                        words(fault, struck, leader),
                        struck,
                        from,
                        recorder.now(),
                        felt));
    }

    private static String held(long bytes, long refusals) {
        return (bytes + 1023) / 1024 + " KiB held back, " + refusals + " connections refused";
    }

    private static String words(Fault fault, List<Integer> struck, OptionalInt leader) {
        String nodes =
                struck.stream()
                        .map(n -> "n" + n + (leader.orElse(0) == n ? " (leader)" : ""))
                        .collect(Collectors.joining(" "));
        String whole = fault.words();
        String whom = " " + fault.victims();
        return whole.substring(0, whole.length() - whom.length()) + " " + nodes;
    }

    private void begin(Fault fault, List<Integer> order, List<Integer> struck)
            throws InterruptedException {
        switch (fault) {
            case Fault.Kill _, Fault.PowerLoss _ -> killAll(struck);
            case Fault.Pause _ -> struck.forEach(n -> cluster.node(n).pause());
            case Fault.Restart _ -> terminateAll(struck);
            case Fault.Partition(var _, var shape, var manner) ->
                    cluster.wiring().set(shape.cuts(order), manner);
            case Fault.Skew(var _, int offset, int drift) -> {
                terminateAll(struck);
                startAll(struck, new Clocks(offset, drift));
            }
        }
    }

    private void end(Fault fault, List<Integer> order, List<Integer> struck)
            throws InterruptedException {
        switch (fault) {
            case Fault.Kill _, Fault.PowerLoss _, Fault.Restart _ -> startAll(struck, Clocks.TRUE);
            case Fault.Pause _ -> struck.forEach(n -> cluster.node(n).resume());
            case Fault.Partition(var _, var shape, var _) -> {
                List<Cut> cuts = shape.cuts(order);
                cluster.wiring().mend(cuts);
            }
            case Fault.Skew _ -> {
                terminateAll(struck);
                startAll(struck, Clocks.TRUE);
            }
        }
    }

    private void killAll(List<Integer> nodes) throws InterruptedException {
        List<Thread> killers = new ArrayList<>();
        for (int n : nodes) killers.add(Thread.ofVirtual().start(() -> kill(n)));
        for (Thread killer : killers) killer.join();
    }

    private void kill(int node) {
        try {
            cluster.node(node).kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void terminateAll(List<Integer> nodes) throws InterruptedException {
        for (int n : nodes) cluster.node(n).terminate();
    }

    private void startAll(List<Integer> nodes, Clocks clocks) {
        for (int n : nodes) cluster.start(n, clocks);
    }
}
