package io.capstan.node.host;

import io.capstan.core.id.NodeId;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The requests that a replica has been given and not yet answered, each once, whatever number of
/// paths it came by: every path's origin gets the one outcome.
final class WaitingRequests {
    /// The most requests waiting at one replica; beyond it a new one is refused with `CAP-1103`.
    static final int MAX_WAITING = 65_536;

    /// The most origins of one request; a further one is refused nothing, it just hears nothing and
    /// asks again.
    static final int MAX_ORIGINS = 8;

    /// The longest that a request waits here, whatever its expiry says; after that who asked no
    /// longer listens.
    private static final long MAX_WAIT_NANOS = 60_000_000_000L;

    /// One request and who awaits it.
    static final class Waiter {
        final Request request;
        final List<NodeId> origins = new ArrayList<>(1);
        final long begunNanos;
        private final long untilNanos;

        Waiter(Request request, long begunNanos, long untilNanos) {
            this.request = request;
            this.begunNanos = begunNanos;
            this.untilNanos = untilNanos;
            origins.add(request.origin());
        }
    }

    private final Map<RequestId, Waiter> byId = new LinkedHashMap<>();

    boolean isFull() {
        return byId.size() >= MAX_WAITING;
    }

    int size() {
        return byId.size();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /// Adds the request; false where it waits already: then its origin is added, and the replica
    /// need not hear of it again.
    boolean add(Request request, long nowNanos, long remainingNanos) {
        Waiter known = byId.get(request.id());
        if (known == null) {
            long wait = Math.clamp(remainingNanos, 0, MAX_WAIT_NANOS);
            byId.put(request.id(), new Waiter(request, nowNanos, nowNanos + wait));
            return true;
        }
        if (!known.origins.contains(request.origin()) && known.origins.size() < MAX_ORIGINS)
            known.origins.add(request.origin());
        return false;
    }

    @Nullable Waiter get(RequestId id) {
        return byId.get(id);
    }

    @Nullable Waiter remove(RequestId id) {
        return byId.remove(id);
    }

    /// Forgets requests whose time is over: who asked has given up.
    void forgetExpired(long nowNanos) {
        byId.values().removeIf(waiter -> waiter.untilNanos <= nowNanos);
    }

    /// Empties the table and gives what was in it.
    List<Waiter> removeAll() {
        List<Waiter> all = List.copyOf(byId.values());
        byId.clear();
        return all;
    }
}
