package io.capstan.verify.live;

import io.capstan.checker.linearizability.Limits;
import io.capstan.client.net.Address;
import io.capstan.core.id.TableId;
import io.capstan.sim.law.Court;
import io.capstan.verify.judge.Account;
import io.capstan.verify.judge.Claim;
import io.capstan.verify.judge.Finding;
import io.capstan.verify.judge.Judgement;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.plan.Planned;
import io.capstan.verify.plan.Schedule;
import io.capstan.verify.plan.Settings;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Script;
import io.capstan.verify.record.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What happens to a cluster that stands: clients at work while faults strike; then healing, proof
/// that every client is served again, a last read of every key, and the verdict.
final class Ordeal {
    private static final long PROGRESS_MILLIS = 5_000;

    /// Heap for judging, beside the history itself.
    private static final long JUDGE_BYTES = 512L << 20;

    private static final Duration JUDGE_PATIENCE = Duration.ofMinutes(5);

    private final Settings settings;
    private final Workload workload;
    private final Claim claim;
    private final LiveCluster cluster;
    private final TableId table;
    private final Consumer<String> progress;
    private final Recorder recorder = new Recorder();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Band> bands = new ConcurrentLinkedQueue<>();
    private final List<ClientLoop> clients = new ArrayList<>();
    private long healedNanos;
    private long servedNanos;

    Ordeal(
            Settings settings,
            Workload workload,
            Claim claim,
            LiveCluster cluster,
            TableId table,
            Consumer<String> progress) {
        this.settings = settings;
        this.workload = workload;
        this.claim = claim;
        this.cluster = cluster;
        this.table = table;
        this.progress = progress;
        for (int number = 1; number <= settings.clients(); number++) clients.add(client(number));
    }

    /// Every other client keeps to one node, as people's programs do whose pool has one address;
    /// the rest knows all nodes.
    private ClientLoop client(int number) {
        int node = 1 + (number / 2) % settings.nodes();
        List<Address> contacts =
                number % 2 == 0 ? List.of(cluster.address(node)) : cluster.addresses();
        Script script = new Script(number, workload, claim.level(), settings.seed());
        return new ClientLoop(number, contacts, script, recorder, table, over);
    }

    Account account() throws InterruptedException {
        Optional<Finding> unserved;
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            play(workers);
            unserved = heal(workers);
            if (unserved.isEmpty()) readEverything(workers);
        } finally {
            over.countDown();
            clients.forEach(ClientLoop::close);
        }
        progress.accept("judging " + recorder.count().begun() + " operations");
        Finding finding = finding(unserved);
        return new Account(
                recorder.chronicle(), ordered(), healedNanos, servedNanos, finding, notes());
    }

    private List<String> notes() {
        return settings.faults().contains(FaultKind.DISK)
                ? List.of(
                        "disk: power was lost and with it what was not synced; a full disk was not"
                                + " tried, since a node has no bound on its disk to run into")
                : List.of();
    }

    private List<Band> ordered() {
        return bands.stream().sorted(Comparator.comparingLong(Band::fromNanos)).toList();
    }

    private void play(ExecutorService workers) throws InterruptedException {
        List<Future<?>> work = new ArrayList<>();
        for (ClientLoop client : clients) work.add(workers.submit(doing(client::work)));
        Schedule schedule =
                Schedule.draw(
                        settings.seed(),
                        settings.nodes(),
                        settings.faults(),
                        settings.duration(),
                        settings.leaderFor());
        List<Future<?>> strikes = new ArrayList<>();
        for (FaultKind.Lane lane : FaultKind.Lane.values()) {
            List<Planned> faults =
                    schedule.faults().stream()
                            .filter(p -> p.fault().kind().lane() == lane)
                            .toList();
            Nemesis nemesis = new Nemesis(cluster, recorder, faults, over, this::struck);
            strikes.add(workers.submit(doing(nemesis::work)));
        }
        watch();
        over.countDown();
        await(strikes);
        await(work);
    }

    private void struck(Band band) {
        bands.add(band);
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "%7.2f s  %-44s %5.2f s  %s",
                        band.fromNanos() / 1e9,
                        band.words(),
                        (band.untilNanos() - band.fromNanos()) / 1e9,
                        band.felt()));
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Callable<Boolean> doing(Work work) {
        return () -> {
            work.run();
            return true;
        };
    }

    /// Waits until the time is over, and tells how it goes.
    private void watch() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = settings.duration().toNanos();
        while (recorder.now() < end) {
            long left = Math.max(1, Math.min(PROGRESS_MILLIS, (end - recorder.now()) / 1_000_000));
            if (never.await(left, TimeUnit.MILLISECONDS)) return;
            Recorder.Count count = recorder.count();
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "%7.2f s  %d operations, %d succeeded",
                            recorder.now() / 1e9,
                            count.ended(),
                            count.succeeded()));
        }
    }

    private static void await(List<Future<?>> work) throws InterruptedException {
        for (Future<?> each : work) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LiveFailure known) throw known;
                throw new LiveFailure("the run broke down: " + e.getCause(), e);
            }
        }
    }

    /// Undoes everything; then each client must be served in time. A finding where it is not.
    private Optional<Finding> heal(ExecutorService workers) throws InterruptedException {
        progress.accept("healing: all links mended, all nodes up");
        cluster.wiring().mendAll();
        for (int n = 1; n <= cluster.size(); n++) revive(n);
        try {
            for (int n = 1; n <= cluster.size(); n++) cluster.node(n).awaitReady();
        } catch (LiveFailure e) {
            return Optional.of(unserved(String.valueOf(e.getMessage())));
        }
        healedNanos = recorder.now();
        List<Future<Boolean>> served = new ArrayList<>();
        for (ClientLoop client : clients)
            served.add(workers.submit(() -> client.isServedWithin(settings.calm())));
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < served.size(); i++) if (!isTrue(served.get(i))) left.add(i + 1);
        servedNanos = recorder.now();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        unserved(
                                "clients "
                                        + left
                                        + " had no successful write within "
                                        + settings.calm().toSeconds()
                                        + " s after every link was mended and every node was up."));
    }

    private void revive(int node) {
        NodeProcess process = cluster.node(node);
        if (process.isStopped()) process.resume();
        if (!process.isAlive()) cluster.start(node, Clocks.TRUE);
    }

    private static boolean isTrue(Future<Boolean> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new LiveFailure("the run broke down: " + e.getCause(), e);
        }
    }

    private static Finding unserved(String story) {
        return new Finding.Broken(
                Court.LIVENESS, List.of(story.lines().toArray(String[]::new)), Optional.empty());
    }

    private void readEverything(ExecutorService workers) throws InterruptedException {
        List<String> keys = recorder.chronicle().keys();
        progress.accept("reading " + keys.size() + " keys");
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            ClientLoop client = clients.get(i);
            List<String> part = new ArrayList<>();
            for (int k = i; k < keys.size(); k += clients.size()) part.add(keys.get(k));
            work.add(workers.submit(doing(() -> client.readAll(part))));
        }
        await(work);
    }

    private Finding finding(Optional<Finding> unserved) {
        long deadline = System.nanoTime() + JUDGE_PATIENCE.toNanos();
        Limits limits =
                new Limits(Limits.STEPS_PER_KEY, JUDGE_BYTES, () -> System.nanoTime() > deadline);
        Finding seen = claim.judge(recorder.chronicle(), limits);
        return Judgement.of(seen, unserved, settings.faults(), ordered(), recorder.chronicle());
    }
}
