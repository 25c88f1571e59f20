package io.capstan.sim.trace;

import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Status;
import java.util.Locale;
import java.util.function.Consumer;

/// What happened, one aligned line each: virtual time, node, shard, role, term, commit, what.
public final class TraceLines {
    private static final int MAX_WHAT = 400;

    private final Consumer<String> sink;

    public TraceLines(Consumer<String> sink) {
        this.sink = sink;
    }

    /// What stands above the columns.
    public void header() {
        sink.accept(
                String.format(
                        Locale.ROOT,
                        "%12s  %-6s %-5s %-6s %5s %7s  %s",
                        "time",
                        "node",
                        "shard",
                        "role",
                        "term",
                        "commit",
                        "what"));
    }

    public void world(long nanos, String who, String what) {
        sink.accept(
                String.format(
                        Locale.ROOT,
                        "%12.6f  %-6s %-5s %-6s %5s %7s  %s",
                        nanos / 1e9,
                        who,
                        "",
                        "",
                        "",
                        "",
                        cut(what)));
    }

    public void actor(long nanos, Address address, Actor<?> actor, String what) {
        Status status = actor.status();
        sink.accept(
                String.format(
                        Locale.ROOT,
                        "%12.6f  %-6s %-5s %-6s %5d %7d  %s",
                        nanos / 1e9,
                        address.node(),
                        address.shard().isNone() ? "" : address.shard(),
                        status.role(),
                        status.term(),
                        status.commit(),
                        cut(what)));
    }

    /// An input in words.
    public static String words(Input<?> input) {
        return switch (input) {
            case Input.Received<?>(var from, var message) -> from.node() + " says " + message;
            case Input.Requested<?>(var request) ->
                    "asked " + request.id() + " " + request.ask().getClass().getSimpleName();
            case Input.Answered<?>(var id, var outcome) -> "answered " + id + " " + outcome;
            case Input.TimerFired<?>(var timer) -> "timer " + timer;
            case Input.Persisted<?>(long ticket) -> "durable up to ticket " + ticket;
            case Input.Applied<?>(var upTo) -> "applied up to " + upTo;
            case Input.Fetched<?>(long ticket, var answer) ->
                    "fetched " + ticket + " " + answer.getClass().getSimpleName();
            case Input.PeerChanged<?>(var node, var liveness) -> node + " is " + liveness;
            case Input.DescriptorChanged<?>(var descriptor) -> "descriptor " + descriptor;
            case Input.PressureChanged<?>(var pressure) ->
                    pressure.resource() + " is " + pressure.level();
        };
    }

    private static String cut(String what) {
        return what.length() <= MAX_WHAT ? what : what.substring(0, MAX_WHAT) + "…";
    }
}
