package io.capstan.sim.swarm;

import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.network.Weather;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws a [Swarm] from a seed: each part from a stream of its own.
public final class SwarmDraw {
    private static final int MIN_NODES = 3;
    private static final int FOUNDERS_OF_FIVE = 5;
    private static final long MIN_HORIZON_MILLIS = 12_000;
    private static final double TINY_SHARE = 0.5;
    private static final long CLOCK_ERROR_MILLIS = 250;

    /// At what gaps a role is aimed at in a run without a theme.
    private static final long AIMED_GAP_MILLIS = 3_000;

    private final Randomness random;
    private final long seed;

    private SwarmDraw(long seed) {
        this.seed = seed;
        this.random = new Randomness(seed).stream("swarm");
    }

    /// The swarm of this seed, with `operations` operations; nothing goes wrong that is not in
    /// `allowed`.
    public static Swarm draw(long seed, String protocol, int operations, List<FaultKind> allowed) {
        return new SwarmDraw(seed).draw(protocol, operations, allowed);
    }

    private Swarm draw(String protocol, int operations, List<FaultKind> allowed) {
        Randomness shape = random.stream("shape");
        Randomness play = random.stream("theme");
        Optional<FaultKind> theme = Themes.draw(play, allowed);
        boolean themed = theme.isPresent();
        int nodes = theme.map(kind -> Themes.nodes(play, kind)).orElseGet(() -> nodes(shape));
        Load load = themed ? Themes.load(play, load(operations), nodes) : load(operations);
        ReplicationOptions options =
                theme.filter(Themes::wantsTinyAppends).isPresent()
                        ? options(1, Themes.TINIER)
                        : options(TINY_SHARE, 1);
        return new Swarm(
                seed,
                protocol,
                nodes,
                theme.map(kind -> Themes.tables(kind, nodes)).orElseGet(() -> tables(shape, nodes)),
                load,
                weather(allowed),
                options,
                shape.chance(0.7) ? shape.between(2_000, 60_000) : 128L << 20,
                log(),
                theme.map(kind -> Themes.kinds(play, kind, allowed))
                        .orElseGet(() -> kinds(allowed)),
                themed ? play.between(1_000, 4_000) : random.stream("faults").between(150, 1_000),
                themed ? play.between(1_500, 3_000) : AIMED_GAP_MILLIS,
                horizon(load),
                (long) (options.maxClockDrift() * 1e6 / 2),
                CLOCK_ERROR_MILLIS);
    }

    private static int nodes(Randomness shape) {
        return shape.chance(0.4) ? 5 : (int) shape.between(MIN_NODES, Swarm.MAX_NODES);
    }

    /// As long as the load takes where nothing goes wrong.
    private static long horizon(Load load) {
        double perStorm = load.clients() * (1 + load.perStorm()) / 2.0;
        return Math.max(
                MIN_HORIZON_MILLIS, (long) (load.operations() / perStorm * load.gapMillis()));
    }

    private List<TablePlan> tables(Randomness shape, int nodes) {
        List<TablePlan> tables = new ArrayList<>();
        int count = (int) shape.between(1, 2);
        for (int i = 1; i <= count; i++) {
            boolean five = nodes >= FOUNDERS_OF_FIVE && shape.chance(0.3);
            tables.add(new TablePlan("t" + i, (int) shape.between(1, 4), five ? 5 : 3));
        }
        return tables;
    }

    private Load load(int operations) {
        Randomness draw = random.stream("load");
        int clients = (int) draw.between(4, 12);
        int perStorm = (int) draw.between(2, 6);
        return new Load(
                operations,
                clients,
                0,
                (int) draw.between(2, 12),
                (int) draw.between(1, 3),
                0.3 + 0.4 * draw.nextDouble(),
                0.3 * draw.nextDouble(),
                0.1 * draw.nextDouble(),
                draw.chance(0.5) ? 0.2 : 0,
                draw.chance(0.2) ? draw.below(800) : draw.below(60),
                perStorm,
                draw.between(300, 1_500),
                draw.between(4_000, 10_000));
    }

    private Weather weather(List<FaultKind> allowed) {
        Randomness draw = random.stream("weather");
        return new Weather(
                draw.between(100, 3_000),
                draw.between(3_000, 60_000),
                draw.between(2_000, 20_000),
                draw.between(50, 1_000),
                rate(draw, allowed.contains(FaultKind.DROP), 0.02),
                rate(draw, allowed.contains(FaultKind.DUPLICATE), 0.05),
                rate(draw, allowed.contains(FaultKind.CORRUPT), 0.003));
    }

    private static double rate(Randomness draw, boolean allowed, double most) {
        double drawn = draw.chance(0.5) ? draw.nextDouble() * most : 0;
        return allowed ? drawn : 0;
    }

    /// `tinyShare`: how likely the bounds of appends are tiny; `tinier`: and then smaller still, by
    /// this factor.
    private ReplicationOptions options(double tinyShare, int tinier) {
        Randomness draw = random.stream("options");
        ReplicationOptions usual = ReplicationOptions.DEFAULT;
        boolean tiny = draw.chance(tinyShare);
        return new ReplicationOptions(
                Duration.ofMillis(draw.between(40, 100)),
                Duration.ofMillis(draw.between(400, 1_000)),
                usual.maxClockDrift(),
                usual.maxClockErrorMillis(),
                tiny ? (int) draw.between(1, 16 / tinier) : usual.maxAppendEntries(),
                tiny ? (int) draw.between(512, 16_384) : usual.maxAppendBytes(),
                tiny ? (int) draw.between(1, 8 / tinier) : usual.maxInflightAppends(),
                tiny ? (int) draw.between(4_096, 65_536) : usual.maxInflightBytes(),
                draw.chance(0.3) ? (int) draw.between(4, 64) : usual.maxUncommittedEntries(),
                usual.maxUncommittedBytes(),
                draw.chance(0.3) ? (int) draw.between(2, 16) : usual.maxPendingReads(),
                draw.chance(0.7) ? (int) draw.between(4, 60) : (int) draw.between(60, 500),
                draw.chance(0.7) ? (int) draw.between(128, 2_048) : usual.snapshotChunkBytes(),
                (int) draw.between(1, 3),
                draw.chance(0.3)
                        ? (int) draw.between(16_384, 131_072)
                        : usual.snapshotBytesPerSecond(),
                (int) draw.between(2, 128),
                Duration.ofMillis(draw.between(1_000, 5_000)),
                draw.chance(0.7));
    }

    private LogOptions log() {
        Randomness draw = random.stream("log");
        boolean tiny = draw.chance(0.7);
        return new LogOptions(
                tiny ? (int) draw.between(16_384, 131_072) : 4 << 20,
                (int) draw.between(6, 16),
                (int) draw.between(4_096, 32_768),
                tiny ? (int) draw.between(512, 32_768) : 1 << 20,
                tiny ? (int) draw.between(1_024, 32_768) : 1 << 20,
                tiny ? draw.between(2_000, 100_000) : 16L << 20);
    }

    /// About half of what is allowed, and all changes of the cluster that are allowed.
    private List<FaultKind> kinds(List<FaultKind> allowed) {
        Randomness draw = random.stream("kinds");
        List<FaultKind> kinds = new ArrayList<>();
        for (FaultKind kind : allowed) {
            boolean drawn = draw.chance(0.5);
            if (drawn || kind.group() == FaultKind.Group.CHANGE) kinds.add(kind);
        }
        return kinds;
    }
}
