package io.capstan.verify.abuse;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Limits;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.RequestCodec;
import java.util.List;

/// Frames made by hand, right and wrong ones. The wrong ones say that they come from clients: who
/// can say that it is a node of this cluster is one, as far as the native port knows.
final class Frames {
    /// The first table that is made in a cluster.
    private static final TableId TABLE = new TableId(2);

    private static final Bytes PREFIX = Bytes.utf8("abuse-");
    private static final int KINDS = 12;

    private final Randomness random;

    Frames(Randomness random) {
        this.random = random;
    }

    byte[] noise(int most) {
        byte[] bytes = new byte[1 + random.below(most)];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) random.nextLong();
        return bytes;
    }

    NodeId client() {
        return NodeId.client(random.nextLong());
    }

    /// A frame that is right: a read of a key that is not there.
    Bytes get() {
        NodeId from = client();
        Ask ask = new Query.Get(List.of(key(10)));
        return frame(from, Envelope.REQUEST, request(from, ask), false);
    }

    Bytes tooLarge() {
        NodeId from = client();
        return frame(from, Envelope.REQUEST, request(from, oversize()), false);
    }

    private Ask oversize() {
        return switch (random.below(4)) {
            case 0 -> new Query.Get(List.of(key(Limits.MAX_KEY_BYTES + 1)));
            case 1 -> put(key(Limits.MAX_KEY_BYTES + 1), 1);
            case 2 -> put(key(10), Limits.MAX_VALUE_BYTES + 1);
            default -> put(key(10), Limits.MAX_REQUEST_BYTES + 1);
        };
    }

    private static Command put(Bytes key, int valueBytes) {
        return new Command.Operation(
                tag(1),
                List.of(),
                List.of(new Mutation.Put(key, Bytes.wrap(new byte[valueBytes]))));
    }

    private Bytes key(int bytes) {
        byte[] rest = new byte[bytes - PREFIX.length()];
        for (int i = 0; i < rest.length; i++) rest[i] = (byte) ('a' + random.below(26));
        return PREFIX.concat(Bytes.wrap(rest));
    }

    private static RequestTag tag(long client) {
        return new RequestTag(
                new RequestId(new ClientId(client), 1),
                1,
                HybridTime.ofMillis(System.currentTimeMillis() + 10_000));
    }

    private Bytes request(NodeId from, Ask ask) {
        return RequestCodec.INSTANCE.encode(
                new Request(
                        tag(random.nextLong()),
                        from,
                        TABLE,
                        ShardId.NONE,
                        0,
                        Consistency.LINEARIZABLE,
                        SessionToken.NONE,
                        TraceContext.NONE,
                        ask));
    }

    /// A whole frame, its checksum right, with nonsense in it.
    Bytes garbled() {
        NodeId from = client();
        int kind = random.below(KINDS);
        if (random.nextBoolean()) return frame(from, kind, Bytes.wrap(noise(400)), odd());
        Bytes request = changed(request(from, put(key(20), 20)), 4);
        return frame(from, Envelope.REQUEST, request, odd());
    }

    /// Some bytes of it are others.
    Bytes changed(Bytes of, int most) {
        byte[] bytes = of.toArray();
        for (int i = random.below(most); i >= 0; i--)
            bytes[random.below(bytes.length)] = (byte) random.nextLong();
        return Bytes.wrap(bytes);
    }

    private boolean odd() {
        return random.chance(0.2);
    }

    /// `odd`: whether all that stands around the body is drawn, too.
    private Bytes frame(NodeId from, int kind, Bytes body, boolean odd) {
        Envelope envelope =
                new Envelope(
                        kind,
                        odd ? new ShardId(random.below(20)) : ShardId.NONE,
                        odd ? new ReplicaId(random.below(5)) : ReplicaId.NONE,
                        ReplicaId.NONE,
                        odd ? random.nextLong() & Long.MAX_VALUE : 0,
                        TraceContext.NONE,
                        odd ? random.nextLong() & Long.MAX_VALUE : 1_000,
                        body);
        Frame.Header header =
                new Frame.Header(
                        random.pick(List.of(Priority.values())),
                        odd ? new ClusterId(random.nextLong()) : ClusterId.UNKNOWN,
                        from,
                        odd ? random.nextLong() : 1,
                        odd ? new HybridTime(random.nextLong() & Long.MAX_VALUE) : HybridTime.ZERO,
                        odd ? random.nextLong() : 1);
        return FrameCodec.encode(new Frame(header, List.of(envelope)));
    }
}
