package io.capstan.membership.liveness;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.time.Now;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A node's one opinion of who is alive, for all its groups: heartbeats to every peer at a fixed
/// interval, and a bound on silence.
///
/// The host starts it by firing [#HEARTBEAT] once; between steps it tells the actor the node's
/// peers and catalog version, and reads its opinions. All sends are of the liveness priority.
///
/// Invariants
/// 1. One heartbeat per peer and interval, whatever the number of groups.
/// 2. A peer is held dead only after `deadAfter` of silence that this node was awake to hear.
/// 3. Every change of mind is published once ([Fact.Suspicion]), with its reason.
///
/// A link that carries one way only makes both ends suspect each other (the deaf one for the
/// silence, the other because the deaf one says so), and only the deaf one comes to hold its peer
/// dead: the other still hears it.
public final class LivenessActor implements Actor<LivenessMessage> {
    /// Fires once an interval; the host fires it first.
    public static final Timer HEARTBEAT = new Timer("heartbeat");

    /// A timer that fires later than this many intervals means that the node was away: the lateness
    /// is not counted as anybody's silence.
    static final int PAUSE_INTERVALS = 2;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NodeId self;
    private final long incarnation;
    private final LivenessOptions options;
    private final SortedMap<NodeId, Peer> peers = new TreeMap<>();
    private final TreeSet<NodeId> wanted = new TreeSet<>();
    private long sequence;
    private long catalogVersion;
    private long strangersCatalogVersion;
    private long lastBeatNanos;
    private long nowNanos;

    public LivenessActor(NodeId self, long incarnation, LivenessOptions options) {
        this.self = self;
        this.incarnation = incarnation;
        this.options = options;
    }

    /// All other nodes of the cluster, as the catalog now names them; takes effect with the next
    /// step. A node no longer named is forgotten.
    public void peers(Collection<NodeId> nodes) {
        wanted.clear();
        wanted.addAll(nodes);
        wanted.remove(self);
        peers.keySet().retainAll(wanted);
    }

    /// The catalog version to tell the peers.
    public void catalogVersion(long version) {
        catalogVersion = version;
    }

    /// The newest catalog version that any node has spoken of; where it is above one's own, it is
    /// time to read the catalog again.
    public long newestCatalogVersion() {
        long newest = Math.max(catalogVersion, strangersCatalogVersion);
        for (Peer peer : peers.values()) newest = Math.max(newest, peer.catalogVersion());
        return newest;
    }

    /// What is thought of a node; this node itself and one that is not known yet are alive.
    public Liveness liveness(NodeId node) {
        Peer peer = peers.get(node);
        return peer == null ? Liveness.ALIVE : peer.liveness();
    }

    /// Every peer with what is thought of it, ascending by id.
    public SortedMap<NodeId, Liveness> opinions() {
        SortedMap<NodeId, Liveness> opinions = new TreeMap<>();
        peers.forEach((node, peer) -> opinions.put(node, peer.liveness()));
        return opinions;
    }

    @Override
    public void on(Now now, Input<LivenessMessage> input, Outbox<LivenessMessage> out) {
        nowNanos = now.monotonicNanos();
        welcome();
        forgiveOwnPause(out);
        switch (input) {
            case Input.Received<LivenessMessage>(Address from, LivenessMessage message) ->
                    received(from.node(), message, out);
            case Input.TimerFired<LivenessMessage>(Timer timer) -> {
                if (timer.equals(HEARTBEAT)) beat(out);
            }
            case Input.Requested<LivenessMessage> _,
                    Input.Answered<LivenessMessage> _,
                    Input.Persisted<LivenessMessage> _,
                    Input.Applied<LivenessMessage> _,
                    Input.Fetched<LivenessMessage> _,
                    Input.PeerChanged<LivenessMessage> _,
                    Input.DescriptorChanged<LivenessMessage> _,
                    Input.PressureChanged<LivenessMessage> _ -> {
                // It asks for nothing and persists nothing; a pressed disk does not make it mute.
            }
        }
    }

    private void welcome() {
        if (peers.size() == wanted.size()) return;
        for (NodeId node : wanted) peers.computeIfAbsent(node, _ -> new Peer(nowNanos));
    }

    private void received(NodeId from, LivenessMessage message, Outbox<LivenessMessage> out) {
        switch (message) {
            case LivenessMessage.Heartbeat heartbeat -> {
                Peer peer = peers.get(from);
                if (peer == null) strangerHeard(heartbeat, out);
                else if (peer.isNews(heartbeat)) heard(from, peer, heartbeat, out);
                else mark(LivenessMark.OLD_HEARTBEAT_IGNORED, out);
            }
        }
    }

    /// A node that knows us but not we it: its catalog is newer, or ours is.
    private void strangerHeard(LivenessMessage.Heartbeat heartbeat, Outbox<LivenessMessage> out) {
        strangersCatalogVersion = Math.max(strangersCatalogVersion, heartbeat.catalogVersion());
        mark(LivenessMark.STRANGER_HEARD, out);
    }

    private void heard(
            NodeId node,
            Peer peer,
            LivenessMessage.Heartbeat heartbeat,
            Outbox<LivenessMessage> out) {
        long silenceNanos = peer.silenceNanos(nowNanos);
        if (peer.incarnation() > 0 && heartbeat.incarnation() > peer.incarnation())
            mark(LivenessMark.PEER_RESTARTED, out);
        peer.heard(heartbeat, nowNanos);
        if (peer.deafNanos(nowNanos) >= options.suspectAfter().toNanos()) {
            Supplier<String> why =
                    () -> "it has heard nothing from us for " + heartbeat.silenceMillis() + " ms";
            if (become(node, peer, Liveness.SUSPECTED, why, out))
                mark(LivenessMark.ONE_WAY_LINK, out);
        } else {
            Supplier<String> why =
                    () -> "heard again after " + silenceNanos / NANOS_PER_MILLI + " ms";
            if (become(node, peer, Liveness.ALIVE, why, out)) mark(LivenessMark.PEER_BACK, out);
        }
    }

    private void beat(Outbox<LivenessMessage> out) {
        lastBeatNanos = nowNanos;
        sequence++;
        for (var entry : peers.entrySet()) {
            Peer peer = entry.getValue();
            judgeSilence(entry.getKey(), peer, out);
            out.send(Address.ofNode(entry.getKey()), heartbeatTo(peer));
        }
        out.schedule(HEARTBEAT, options.interval());
    }

    /// Before anything else in a step: what waited for us meanwhile must not be judged by a clock
    /// that ran on without us.
    private void forgiveOwnPause(Outbox<LivenessMessage> out) {
        long intervalNanos = options.interval().toNanos();
        long lateNanos = sequence == 0 ? 0 : nowNanos - lastBeatNanos - intervalNanos;
        if (lateNanos <= PAUSE_INTERVALS * intervalNanos) return;
        lastBeatNanos = nowNanos - intervalNanos;
        for (Peer peer : peers.values()) peer.forgive(lateNanos, nowNanos);
        mark(LivenessMark.OWN_PAUSE_FORGIVEN, out);
    }

    /// Silence only ever makes the opinion worse; a heartbeat alone makes it better.
    private void judgeSilence(NodeId node, Peer peer, Outbox<LivenessMessage> out) {
        long silenceNanos = peer.silenceNanos(nowNanos);
        Supplier<String> why = () -> "nothing heard for " + silenceNanos / NANOS_PER_MILLI + " ms";
        if (silenceNanos >= options.deadAfter().toNanos()) {
            if (become(node, peer, Liveness.DEAD, why, out)) mark(LivenessMark.PEER_DEAD, out);
        } else if (silenceNanos >= options.suspectAfter().toNanos()
                && peer.liveness() == Liveness.ALIVE) {
            become(node, peer, Liveness.SUSPECTED, why, out);
            mark(LivenessMark.PEER_SUSPECTED, out);
        }
    }

    private LivenessMessage.Heartbeat heartbeatTo(Peer peer) {
        return new LivenessMessage.Heartbeat(
                incarnation,
                sequence,
                catalogVersion,
                peer.silenceNanos(nowNanos) / NANOS_PER_MILLI);
    }

    private static boolean become(
            NodeId node,
            Peer peer,
            Liveness next,
            Supplier<String> why,
            Outbox<LivenessMessage> out) {
        if (peer.liveness() == next) return false;
        peer.become(next);
        out.publish(new Fact.Suspicion(node, next, why.get()));
        return true;
    }

    private static void mark(LivenessMark mark, Outbox<LivenessMessage> out) {
        out.publish(new Fact.Marked(mark));
    }

    @Override
    public Status status() {
        StringJoiner detail = new StringJoiner(" ");
        peers.forEach((node, peer) ->
                detail.add(node + ":" + peer.liveness().name().toLowerCase(Locale.ROOT)));
        return new Status("liveness", incarnation, 0, 0, 0, NodeId.NONE, detail.toString());
    }

    @Override
    public void checkInvariants() {
        Invariant.check(!peers.containsKey(self), "%s is its own peer", self);
        for (Peer peer : peers.values()) peer.checkInvariants(nowNanos);
    }
}
