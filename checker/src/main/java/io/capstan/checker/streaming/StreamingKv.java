package io.capstan.checker.streaming;

import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Linearizability of many keys, one event at a time.
///
/// Tell it each invocation and each completion in the order they happen; it answers a [Violation]
/// at the earliest completion that makes a key's history inexplicable, and is silent about that key
/// afterwards. A process has one operation under way at most; one whose operation ended in [#info]
/// may go on, the operation stays possible.
///
/// Deterministic: the answer depends on the events alone. Keys where the explanations are too many
/// to follow are given up and counted, never guessed at.
public final class StreamingKv {
    private final Value initial;
    private final Map<Value, KeyStream> keys = new LinkedHashMap<>();
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private long events;

    private record Open(KeyStream key, int operation) {}

    /// @param initial what every key holds at first; nil for absent
    public StreamingKv(Value initial) {
        this.initial = initial;
    }

    /// A process asks what the key holds.
    public void read(long process, Value key) {
        invoke(process, key, Kind.READ, Value.nil(), Value.nil());
    }

    /// A process sets the key; nil deletes it.
    public void write(long process, Value key, Value value) {
        invoke(process, key, Kind.WRITE, value, value);
    }

    /// A process sets the key to `to` if it holds `from`.
    public void cas(long process, Value key, Value from, Value to) {
        invoke(process, key, Kind.CAS, from, to);
    }

    private void invoke(long process, Value key, Kind kind, Value first, Value second) {
        if (open.containsKey(process)) {
            throw new IllegalStateException("process " + process + " has an operation under way");
        }
        KeyStream stream = keys.computeIfAbsent(key, k -> new KeyStream(k, initial));
        open.put(process, new Open(stream, stream.invoke(events++, process, kind, first, second)));
    }

    /// The write or compare-and-set of the process took effect.
    public Optional<Violation> ok(long process) {
        return ok(process, Value.nil());
    }

    /// The operation of the process took effect; if it is a read, this is what it read.
    public Optional<Violation> ok(long process, Value result) {
        Open call = take(process);
        return call.key.ok(events++, call.operation, result);
    }

    /// The operation of the process did not take effect and never will.
    public Optional<Violation> fail(long process) {
        Open call = take(process);
        return call.key.fail(events++, call.operation);
    }

    /// Nobody knows what became of the operation of the process, or what will.
    public Optional<Violation> info(long process) {
        Open call = take(process);
        return call.key.info(events++, call.operation);
    }

    private Open take(long process) {
        Open call = open.remove(process);
        if (call == null) {
            throw new IllegalStateException("process " + process + " has no operation under way");
        }
        return call;
    }

    /// Keys that are not judged any more because their explanations were too many.
    public List<Value> givenUp() {
        return keys.values().stream().filter(KeyStream::isGivenUp).map(KeyStream::key).toList();
    }

    /// Reads that stayed open for so long ([LiveRegister#MAX_WINDOW]) that they were not judged.
    public int unjudgedReads() {
        return keys.values().stream().mapToInt(KeyStream::unjudgedReads).sum();
    }
}
