package io.capstan.membership.liveness;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.id.NodeId;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.Now;
import io.capstan.core.time.TimeInterval;
import io.capstan.core.trace.CoverageMark;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Nodes 1 to n that do nothing but watch each other, millisecond by millisecond. Messages arrive
/// after one millisecond; links can be cut one way, nodes paused, stopped and restarted. What is
/// sent to a paused node waits for it.
final class Neighbours {
    private static final long NEVER = Long.MAX_VALUE;

    private record Link(int from, int to) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            return from != other.from ? from - other.from : to - other.to;
        }
    }

    private static final class Node {
        final int number;
        LivenessActor actor;
        long incarnation = 1;
        final List<Input<LivenessMessage>> inbox = new ArrayList<>();
        final RecordingOutbox<LivenessMessage> out = new RecordingOutbox<>();
        final List<RecordingOutbox.Sent<LivenessMessage>> everSent = new ArrayList<>();
        long beatAt;
        long awayUntil;
        boolean stopped;

        Node(int number, LivenessActor actor) {
            this.number = number;
            this.actor = actor;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final TreeSet<Link> cuts = new TreeSet<>();
    private long millis = 5;

    Neighbours(int size) {
        for (int i = 1; i <= size; i++) nodes.add(new Node(i, actor(i, 1, size)));
    }

    void run(long forMillis) {
        for (long until = millis + forMillis; millis < until; millis++)
            for (Node node : nodes) if (!node.stopped && node.awayUntil <= millis) turn(node);
    }

    private void turn(Node node) {
        for (Input<LivenessMessage> input : List.copyOf(node.inbox)) step(node, input);
        node.inbox.clear();
        if (node.beatAt > millis) return;
        node.beatAt = NEVER;
        step(node, new Input.TimerFired<>(LivenessActor.HEARTBEAT));
        node.beatAt = millis + node.out.delay(LivenessActor.HEARTBEAT).toMillis();
    }

    private void step(Node node, Input<LivenessMessage> input) {
        node.actor.on(now(), input, node.out);
        node.actor.checkInvariants();
        for (var sent : node.out.sent) deliver(node, sent);
        node.everSent.addAll(node.out.sent);
        node.out.sent.clear();
    }

    private void deliver(Node from, RecordingOutbox.Sent<LivenessMessage> sent) {
        Node to = node((int) sent.to().node().value());
        if (to.stopped || cuts.contains(new Link(from.number, to.number))) return;
        to.inbox.add(new Input.Received<>(address(from), sent.message()));
    }

    void repeatLastHeartbeat(int from, int to, int times) {
        var last =
                node(from).everSent.stream()
                        .filter(sent -> sent.to().node().value() == to)
                        .reduce((earlier, later) -> later)
                        .orElseThrow();
        for (int i = 0; i < times; i++)
            node(to).inbox.add(new Input.Received<>(address(node(from)), last.message()));
    }

    void cut(int from, int to) {
        cuts.add(new Link(from, to));
    }

    void heal() {
        cuts.clear();
    }

    void pause(int number, long forMillis) {
        node(number).awayUntil = millis + forMillis;
    }

    void stop(int number) {
        node(number).stopped = true;
        node(number).inbox.clear();
    }

    void restart(int number) {
        Node node = node(number);
        node.stopped = false;
        node.actor = actor(number, ++node.incarnation, nodes.size());
        node.out.facts.clear();
        node.beatAt = 0;
    }

    long millis() {
        return millis;
    }

    LivenessActor actor(int number) {
        return node(number).actor;
    }

    Liveness opinion(int of, int about) {
        return actor(of).liveness(new NodeId(about));
    }

    List<Fact.Suspicion> suspicions(int number) {
        return node(number).out.facts.stream()
                .filter(Fact.Suspicion.class::isInstance)
                .map(Fact.Suspicion.class::cast)
                .toList();
    }

    List<CoverageMark> marks(int number) {
        return node(number).out.facts.stream()
                .filter(Fact.Marked.class::isInstance)
                .map(fact -> ((Fact.Marked) fact).mark())
                .toList();
    }

    int heartbeats(int from, int to) {
        return (int)
                node(from).everSent.stream().filter(sent -> sent.to().node().value() == to).count();
    }

    private Node node(int number) {
        return nodes.get(number - 1);
    }

    private Now now() {
        return new Now(
                millis * 1_000_000, new TimeInterval(millis, millis), HybridTime.ofMillis(millis));
    }

    private static Address address(Node node) {
        return Address.ofNode(new NodeId(node.number));
    }

    private static LivenessActor actor(int number, long incarnation, int size) {
        LivenessActor actor =
                new LivenessActor(new NodeId(number), incarnation, LivenessOptions.DEFAULT);
        actor.peers(LongStream.rangeClosed(1, size).mapToObj(NodeId::new).toList());
        return actor;
    }
}
