package io.capstan.checker.history;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the functions of a history mean.
///
/// | workload | functions | value |
/// | --- | --- | --- |
/// | `register` | `read`, `write` | the value |
/// | `cas-register` | and `cas` | `[old new]` |
/// | `kv` | `get`/`read`, `put`/`write`, `delete`, `cas` | `[key value]`, `[key [old new]]` |
///
/// A keyed operation may name its key in a field `:key` instead; its value then stands alone. The
/// register workloads may have keys too, in either form: then each key is a register of its own
/// (see [Registers]). `cas` is also known as `compare-and-set` and `compare-and-swap`.
public enum Workload {
    REGISTER,
    CAS_REGISTER,
    KV;

    /// What an operation asks for. The first value of a read is not known before it completes.
    record Call(Kind kind, Value key, Value first, Value second) {}

    /// The name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether operations name the key they are about.
    public boolean isKeyed() {
        return this == KV;
    }

    /// The workload of that name.
    public static Optional<Workload> named(String label) {
        for (Workload workload : values()) {
            if (workload.label().equals(label)) {
                return Optional.of(workload);
            }
        }
        return Optional.empty();
    }

    /// The operation that an invocation asks for.
    Call call(Event event) throws MalformedHistory {
        Kind kind = kind(event);
        Value key = key(event, kind);
        return switch (kind) {
            case READ -> new Call(kind, key, Value.nil(), Value.nil());
            case WRITE -> new Call(kind, key, written(event), Value.nil());
            case CAS -> compareAndSet(event, key);
        };
    }

    /// What a read that completed has read. Its key must be the one it asked for.
    Value result(Event event, Event invocation) throws MalformedHistory {
        Value key = call(invocation).key();
        if (event.key() != null && !event.key().equals(key)) {
            throw new MalformedHistory(
                    event.place(),
                    "asked for key "
                            + key
                            + " but the completion is about "
                            + event.key()
                            + other());
        }
        if (event.value() == null && !invocation.valueOrNil().equals(Value.nil())) {
            throw new MalformedHistory(
                    event.place(), "a read is :ok but names no :value; nil must be said");
        }
        if (this != KV || event.key() != null || invocation.key() != null) {
            return event.valueOrNil();
        }
        Value.Vector pair = pair(event, event.value(), "[key value]");
        if (!pair.elements().get(0).equals(key)) {
            throw new MalformedHistory(
                    event.place(),
                    "asked for key " + key + " but the completion is about " + pair + other());
        }
        return pair.elements().get(1);
    }

    private Kind kind(Event event) throws MalformedHistory {
        Kind kind =
                switch (event.function()) {
                    case "read" -> Kind.READ;
                    case "get" -> this == KV ? Kind.READ : null;
                    case "write" -> Kind.WRITE;
                    case "put", "delete" -> this == KV ? Kind.WRITE : null;
                    case "cas", "compare-and-set", "compare-and-swap" ->
                            this == REGISTER ? null : Kind.CAS;
                    default -> null;
                };
        if (kind == null) {
            throw new MalformedHistory(
                    event.place(),
                    "the workload "
                            + label()
                            + " has no function :"
                            + event.function()
                            + "; it knows "
                            + functions()
                            + advice(event.function()));
        }
        return kind;
    }

    /// Which workload would know the function, if any does.
    private static String advice(String function) {
        for (Workload other : values()) {
            if (other.functions().contains(function)) {
                return "; try --workload " + other.label();
            }
        }
        return "; no workload here knows it: queues, sets, counters, lists, locks and transactions"
                + " are not judged";
    }

    private List<String> functions() {
        return switch (this) {
            case REGISTER -> List.of("read", "write");
            case CAS_REGISTER -> List.of("read", "write", "cas");
            case KV -> List.of("get", "put", "delete", "read", "write", "cas");
        };
    }

    private Value key(Event event, Kind kind) throws MalformedHistory {
        if (event.key() != null) {
            return event.key();
        }
        if (this != KV) {
            return Value.nil();
        }
        boolean bare = kind == Kind.READ || event.function().equals("delete");
        if (bare && event.value() != null && !(event.value() instanceof Value.Vector)) {
            return event.value();
        }
        return pair(event, event.value(), "[key value]").elements().get(0);
    }

    private Value written(Event event) throws MalformedHistory {
        if (event.function().equals("delete")) {
            return Value.nil();
        }
        if (event.value() == null) {
            throw new MalformedHistory(
                    event.place(), ":" + event.function() + " names no :value to write");
        }
        return argument(event);
    }

    private Call compareAndSet(Event event, Value key) throws MalformedHistory {
        @Nullable Value argument = event.value() == null ? null : argument(event);
        Value.Vector pair = pair(event, argument, this == KV ? "[key [old new]]" : "[old new]");
        return new Call(Kind.CAS, key, pair.elements().get(0), pair.elements().get(1));
    }

    private Value argument(Event event) throws MalformedHistory {
        boolean inside = this == KV && event.key() == null;
        return inside
                ? pair(event, event.value(), "[key value]").elements().get(1)
                : event.valueOrNil();
    }

    private static Value.Vector pair(Event event, @Nullable Value value, String form)
            throws MalformedHistory {
        if (value instanceof Value.Vector vector && vector.elements().size() == 2) {
            return vector;
        }
        throw new MalformedHistory(
                event.place(),
                ":"
                        + event.function()
                        + " needs a :value of the form "
                        + form
                        + ", not "
                        + (value == null ? "none" : value));
    }

    private static String other() {
        return "; a process has one operation at a time";
    }
}
