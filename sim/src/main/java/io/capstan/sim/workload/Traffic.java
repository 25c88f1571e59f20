package io.capstan.sim.workload;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.sim.swarm.Load;
import io.capstan.sim.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The clients of one run and their storms of operations.
///
/// Each client has one operation under way at a time. A storm gives all clients the same few keys,
/// so that operations meet; between storms there is quiet.
public final class Traffic {
    private static final long MILLI = 1_000_000;
    private static final long MICRO = 1_000;

    private final World world;
    private final Load load;
    private final Randomness random;
    private final Conduct conduct;
    private final Map<String, TableId> tables = new TreeMap<>();
    private final List<String> tableNames = new ArrayList<>();
    private final int[] left;
    private final List<List<String>> hot = new ArrayList<>();
    private final boolean[] looksAgain;
    private List<String> latest = List.of();
    private long begunNanos;
    private long horizonNanos = 1;
    private long started;
    private long finished;
    private boolean stopped;

    public Traffic(
            World world,
            Load load,
            Randomness random,
            List<SimClient> clients,
            List<SimClient> readers,
            List<OperationWatch> watches) {
        this.world = world;
        this.load = load;
        this.random = random;
        Duration deadline = Duration.ofMillis(load.deadlineMillis());
        Hearsay hearsay = new Hearsay(clients.size(), readers.size(), random, this::hear);
        List<SimClient> everybody = new ArrayList<>(clients);
        everybody.addAll(readers);
        List<OperationWatch> everyWatch = new ArrayList<>(watches);
        everyWatch.add(hearsay);
        this.conduct = new Conduct(world, everybody, everyWatch, deadline, load.valueBytes());
        this.left = new int[clients.size()];
        this.looksAgain = new boolean[clients.size()];
        for (int i = 0; i < left.length; i++) hot.add(List.of());
    }

    /// Clients use this table too from now on.
    public void addTable(String name, TableId id) {
        if (tables.put(name, id) == null) tableNames.add(name);
    }

    /// Begins the storms; the operations should last for about so long.
    public void start(long forNanos) {
        begunNanos = world.now();
        horizonNanos = forNanos;
        world.busyWhile(() -> started > finished);
        world.scheduler().at(world.now() + MILLI, this::storm);
    }

    /// No operation begins any more.
    public void stop() {
        stopped = true;
    }

    public boolean isDone() {
        return (stopped || started >= load.operations()) && started == finished;
    }

    /// Operations begun and not finished.
    public long underWay() {
        return started - finished;
    }

    /// A storm that comes with the seasons, unless others have used up what was meant for this
    /// time.
    private void storm() {
        if (stopped || started >= load.operations()) return;
        long due = load.operations() * (world.now() - begunNanos) / horizonNanos;
        if (started <= due) rage();
        long gap = load.gapMillis() * MILLI;
        world.scheduler().at(world.now() + gap / 4 + random.below(gap * 3 / 2), this::storm);
    }

    /// A storm out of season, so that something unusual meets operations. Every third leaves some
    /// clients out: who asks nothing meanwhile does not learn what has changed either.
    public void rage() {
        if (stopped || tableNames.isEmpty() || started >= load.operations()) return;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < load.hotKeys(); i++)
            keys.add(random.pick(tableNames) + "/k" + random.below(load.keys()));
        latest = keys;
        double busy = random.chance(0.3) ? 0.5 : 1;
        for (int client = 0; client < left.length; client++) {
            if (!random.chance(busy)) continue;
            hot.set(client, keys);
            looksAgain[client] = false;
            boolean idle = left[client] == 0;
            left[client] = 1 + random.below(load.perStorm());
            if (idle) later(client);
        }
    }

    /// Idle clients read what the latest storm was about: a write that is lost must be missed
    /// before another one covers it.
    public void lookAgain() {
        if (stopped || latest.isEmpty()) return;
        for (int client = 0; client < left.length; client++) {
            if (left[client] > 0 || !random.chance(0.5)) continue;
            hot.set(client, latest);
            looksAgain[client] = true;
            left[client] = 1;
            later(client);
        }
    }

    /// A reader asks for what it heard of; `done` runs once it has its answer. Returns whether it
    /// may ask at all.
    private boolean hear(int reader, Operation written, Runnable done) {
        if (stopped || started >= load.operations()) return false;
        started++;
        submit(
                reader,
                Operation.Kind.GET,
                written.place(),
                Consistency.LINEARIZABLE,
                () -> {
                    finished++;
                    done.run();
                });
        return true;
    }

    private void later(int client) {
        long soon = random.below(3_000) * MICRO;
        world.scheduler().at(world.now() + soon, () -> next(client));
    }

    private void next(int client) {
        if (stopped || started >= load.operations()) return;
        String place = random.pick(hot.get(client));
        Operation.Kind kind = looksAgain[client] ? Operation.Kind.GET : kind(random.nextDouble());
        started++;
        submit(client, kind, place, level(kind), () -> finishedOne(client));
    }

    private void submit(
            int client, Operation.Kind kind, String place, Consistency level, Runnable done) {
        int slash = place.indexOf('/');
        String table = place.substring(0, slash);
        TableId id = Objects.requireNonNull(tables.get(table), "a table that nobody made");
        conduct.submit(client, kind, table, id, place.substring(slash + 1), level, done);
    }

    private Operation.Kind kind(double draw) {
        if (draw < load.reads()) return Operation.Kind.GET;
        if (draw < load.reads() + load.cas()) return Operation.Kind.CAS;
        if (draw < load.reads() + load.cas() + load.deletes()) return Operation.Kind.DELETE;
        return Operation.Kind.PUT;
    }

    private void finishedOne(int client) {
        finished++;
        if (--left[client] > 0) later(client);
    }

    private Consistency level(Operation.Kind kind) {
        if (kind != Operation.Kind.GET || !random.chance(load.weakReads()))
            return Consistency.LINEARIZABLE;
        return switch (random.below(5)) {
            case 0 -> Consistency.EVENTUAL;
            case 1 -> Consistency.READ_YOUR_WRITES;
            case 2 -> Consistency.MONOTONIC_READS;
            case 3 -> Consistency.CAUSAL;
            default -> new Consistency.Bounded(Duration.ofMillis(random.between(500, 4_000)));
        };
    }

    /// A read of every key that clients may have written, for the end of a run; `done` runs after
    /// the last.
    public void readEverything(Runnable done) {
        List<String> places = new ArrayList<>(conduct.places());
        started += places.size();
        readNext(places, 0, done);
    }

    private void readNext(List<String> places, int at, Runnable done) {
        if (at == places.size()) {
            done.run();
            return;
        }
        submit(
                at % left.length,
                Operation.Kind.GET,
                places.get(at),
                Consistency.LINEARIZABLE,
                () -> {
                    finished++;
                    readNext(places, at + 1, done);
                });
    }
}
