package io.capstan.server.config;

import static io.capstan.server.config.HostSchema.DEAD_AFTER;
import static io.capstan.server.config.HostSchema.LIVENESS_INTERVAL;
import static io.capstan.server.config.HostSchema.SUSPECT_AFTER;
import static io.capstan.server.config.NodeSchema.ADMIN;
import static io.capstan.server.config.NodeSchema.INSECURE;
import static io.capstan.server.config.NodeSchema.LISTEN;
import static io.capstan.server.config.RaftSchema.ELECTION_TIMEOUT;
import static io.capstan.server.config.RaftSchema.HEARTBEAT_INTERVAL;

import io.capstan.server.Addresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What must hold between settings. The parts that are set up with them check the same as
/// invariants; here a person is told what to change.
final class Relations {
    /// - `about`: those of them that somebody has set answer for it.
    /// - `broken`: how it is broken, in words; empty where it holds.
    private record Relation(
            List<Setting<?>> about, Function<Configuration, Optional<String>> broken) {
        Mistake mistake(Configuration given, String what) {
            for (Setting<?> setting : about)
                if (!(given.source(setting) instanceof Source.Default))
                    return new Mistake(given.source(setting), what);
            return new Mistake(new Source.Default(), what);
        }
    }

    private static final int HEARTBEATS_IN_TIMEOUT = 3;

    private static final List<Relation> ALL =
            List.of(
                    new Relation(
                            List.of(ELECTION_TIMEOUT, HEARTBEAT_INTERVAL),
                            given ->
                                    times(
                                            given,
                                            ELECTION_TIMEOUT,
                                            HEARTBEATS_IN_TIMEOUT,
                                            HEARTBEAT_INTERVAL)),
                    new Relation(
                            List.of(SUSPECT_AFTER, LIVENESS_INTERVAL),
                            given -> times(given, SUSPECT_AFTER, 2, LIVENESS_INTERVAL)),
                    new Relation(List.of(DEAD_AFTER, SUSPECT_AFTER), Relations::deadFirst),
                    new Relation(List.of(LISTEN, ADMIN), Relations::noAdmin),
                    new Relation(List.of(LISTEN, ADMIN), Relations::oneAddress),
                    new Relation(List.of(LISTEN, INSECURE), given -> open(given, LISTEN)),
                    new Relation(List.of(ADMIN, INSECURE), given -> open(given, ADMIN)));

    private Relations() {}

    /// All that is broken, but what a setting in `unread` has a part in: it would be blamed for a
    /// default.
    static List<Mistake> broken(Configuration given, Collection<String> unread) {
        List<Mistake> mistakes = new ArrayList<>();
        for (Relation relation : ALL) {
            if (relation.about().stream().anyMatch(one -> unread.contains(one.key()))) continue;
            relation.broken()
                    .apply(given)
                    .ifPresent(what -> mistakes.add(relation.mistake(given, what)));
        }
        return mistakes;
    }

    private static Optional<String> times(
            Configuration given, Setting<Duration> longer, int factor, Setting<Duration> shorter) {
        Duration least = given.of(shorter).multipliedBy(factor);
        return given.of(longer).compareTo(least) >= 0
                ? Optional.empty()
                : Optional.of(
                        given.said(longer)
                                + " must be at least "
                                + factor
                                + " times "
                                + given.said(shorter));
    }

    private static Optional<String> deadFirst(Configuration given) {
        return given.of(DEAD_AFTER).compareTo(given.of(SUSPECT_AFTER)) > 0
                ? Optional.empty()
                : Optional.of(
                        given.said(DEAD_AFTER)
                                + " must be longer than "
                                + given.said(SUSPECT_AFTER));
    }

    private static Optional<String> noAdmin(Configuration given) {
        return given.find(ADMIN).isPresent()
                ? Optional.empty()
                : Optional.of(
                        given.said(LISTEN)
                                + " leaves no port for admin.listen, which is "
                                + ADMIN.defaultWords()
                                + "; set it");
    }

    private static Optional<String> oneAddress(Configuration given) {
        return given.find(ADMIN).equals(given.find(LISTEN))
                ? Optional.of(given.said(LISTEN) + " must differ from " + given.said(ADMIN))
                : Optional.empty();
    }

    /// Names are looked up at the start alone, where [#reachable] is asked again: here it would say
    /// something about this machine.
    private static Optional<String> open(Configuration given, Setting<String> setting) {
        if (given.source(setting) instanceof Source.Default) return Optional.empty();
        return reachable(given, setting, Addresses.peer(given.of(setting)));
    }

    /// Nothing that comes over the network is encrypted or asked for a password; so a person must
    /// have said that this is meant.
    static Optional<String> reachable(
            Configuration given, Setting<String> setting, InetSocketAddress at) {
        boolean here = at.isUnresolved() || at.getAddress().isLoopbackAddress();
        return here || given.of(INSECURE)
                ? Optional.empty()
                : Optional.of(
                        given.said(setting)
                                + " can be reached from other machines, and there is neither TLS"
                                + " nor a password yet; use 127.0.0.1, or say insecure = on"
                                + " (--insecure)");
    }
}
