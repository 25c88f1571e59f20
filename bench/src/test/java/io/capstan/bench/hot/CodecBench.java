package io.capstan.bench.hot;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.port.Network;
import io.capstan.core.request.Request;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.CommandCodec;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import io.capstan.replication.raft.RaftMessage;
import io.capstan.replication.raft.RaftProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A message's way into bytes and back: a client's request alone, and a leader's append of so many
/// entries with the frame around it, checksum included.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBench {
    private static final Codec<RaftMessage> RAFT = new RaftProtocol().codec();
    private static final HybridTime STAMP = HybridTime.ofMillis(1_000_000_000);

    private final Request request = new Requests().request();
    private final Bytes requestBytes = bytes(RequestCodec.INSTANCE, request);

    /// A leader's message.
    @State(Scope.Thread)
    public static class Append {
        /// Its entries.
        @Param({"1", "64"})
        public int entries = 1;

        private RaftMessage message = append(1);
        private Bytes frame = frame(message);

        @Setup
        public void make() {
            message = append(entries);
            frame = frame(message);
        }
    }

    private static RaftMessage append(int count) {
        Requests requests = new Requests();
        List<Entry> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Bytes body = bytes(CommandCodec.INSTANCE, requests.command());
            all.add(new Entry(i, 1, STAMP, Entry.Kind.COMMAND, body));
        }
        return new RaftMessage.AppendRequest(1, 0, 0, all, 0, STAMP, 0);
    }

    private static <T> Bytes bytes(Codec<T> codec, T value) {
        WireWriter out = new WireWriter();
        codec.write(value, out);
        return out.bytes();
    }

    private static Bytes frame(RaftMessage message) {
        Envelope envelope =
                new Envelope(
                        Envelope.REPLICATION,
                        new ShardId(7),
                        new ReplicaId(2),
                        new ReplicaId(1),
                        1,
                        TraceContext.NONE,
                        0,
                        bytes(RAFT, message));
        Frame.Header header =
                new Frame.Header(
                        Network.Priority.DATA, new ClusterId(1), new NodeId(1), 1, STAMP, 1);
        return FrameCodec.encode(new Frame(header, List.of(envelope)));
    }

    @Benchmark
    public Bytes encodeRequest() {
        return bytes(RequestCodec.INSTANCE, request);
    }

    @Benchmark
    public Request decodeRequest() {
        return RequestCodec.INSTANCE.read(new WireReader(requestBytes));
    }

    @Benchmark
    public Bytes encodeAppend(Append append) {
        return frame(append.message);
    }

    @Benchmark
    public RaftMessage decodeAppend(Append append) {
        Frame frame = FrameCodec.decode(append.frame);
        return RAFT.read(new WireReader(frame.envelopes().getFirst().body()));
    }
}
