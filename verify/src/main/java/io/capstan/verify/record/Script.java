package io.capstan.verify.record;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.random.Randomness;
import io.capstan.sim.workload.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one client does next, drawn from its own stream. Every value it writes is unique: the
/// client's number, then a count.
///
/// A compare-and-set expects what this client last saw under the key, which at times still holds.
public final class Script {
    /// The key's part of the time; half of the operations of a workload with many keys meet on few.
    private static final double POPULAR = 0.5;

    private static final int POPULAR_KEYS = 3;

    /// Values remembered; older ones are forgotten, and a compare-and-set then expects nothing.
    private static final int MAX_SEEN = 256;

    private final int client;
    private final Workload workload;
    private final Consistency level;
    private final Randomness random;
    private final TreeMap<String, Optional<String>> seen = new TreeMap<>();
    private long values;

    /// `level`: of its reads.
    public Script(int client, Workload workload, Consistency level, long seed) {
        this.client = client;
        this.workload = workload;
        this.level = level;
        this.random = new Randomness(seed).stream("client " + client);
    }

    /// The next operation, begun now under this process id.
    public Operation next(long process, long nanos) {
        String key = key(nanos);
        Operation.Kind kind = kind(random.nextDouble());
        return switch (kind) {
            case GET -> read(process, key, nanos);
            case PUT -> write(process, Operation.Kind.PUT, key, nanos);
            case CAS -> write(process, Operation.Kind.CAS, key, nanos);
            case DELETE -> write(process, Operation.Kind.DELETE, key, nanos);
        };
    }

    /// A put to a key of its own: to see whether the cluster serves again.
    public Operation proof(long process, long nanos) {
        return write(process, Operation.Kind.PUT, "proof" + client, nanos);
    }

    /// A linearizable read of the key.
    public Operation finalRead(long process, String key, long nanos) {
        return operation(
                process,
                Operation.Kind.GET,
                key,
                Optional.empty(),
                Optional.empty(),
                Consistency.LINEARIZABLE,
                nanos);
    }

    private Operation read(long process, String key, long nanos) {
        return operation(
                process, Operation.Kind.GET, key, Optional.empty(), Optional.empty(), level, nanos);
    }

    private Operation write(long process, Operation.Kind kind, String key, long nanos) {
        boolean conditional = kind == Operation.Kind.CAS;
        return operation(
                process,
                kind,
                key,
                conditional ? seen.getOrDefault(key, Optional.empty()) : Optional.empty(),
                kind == Operation.Kind.DELETE
                        ? Optional.empty()
                        : Optional.of(client + "." + ++values),
                Consistency.LINEARIZABLE,
                nanos);
    }

    private Operation operation(
            long process,
            Operation.Kind kind,
            String key,
            Optional<String> expected,
            Optional<String> value,
            Consistency asked,
            long nanos) {
        return new Operation(
                client, process, kind, Chronicle.TABLE, key, expected, value, asked, nanos);
    }

    private String key(long nanos) {
        long epoch = nanos / Workload.EPOCH_NANOS;
        boolean popular = random.chance(POPULAR);
        int number =
                random.below(popular ? Math.min(POPULAR_KEYS, workload.keys()) : workload.keys());
        return "k" + epoch + "." + number;
    }

    private Operation.Kind kind(double draw) {
        if (draw < workload.reads()) return Operation.Kind.GET;
        if (draw < workload.reads() + workload.puts()) return Operation.Kind.PUT;
        if (draw < workload.reads() + workload.puts() + workload.deletes())
            return Operation.Kind.DELETE;
        return Operation.Kind.CAS;
    }

    /// Between two operations, in nanoseconds: mostly none, so that clients meet.
    public long pauseNanos(long most) {
        return random.chance(0.3) ? random.below(most + 1) : 0;
    }

    /// Takes in what an operation of this client has shown of its key.
    public void learn(Operation operation) {
        if (operation.result() == Operation.Result.OK)
            seen.put(operation.key(), operation.isRead() ? operation.read() : operation.value());
        if (operation.result() == Operation.Result.MISMATCH)
            seen.put(operation.key(), operation.read());
        while (seen.size() > MAX_SEEN) seen.remove(oldest(seen));
    }

    private static String oldest(Map<String, Optional<String>> of) {
        return of.keySet().iterator().next();
    }
}
