package io.capstan.replication.raft;

import io.capstan.core.log.Entry;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.EntryCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.SnapshotChunkCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/// Raft's messages as bytes: a kind, the sender's term, then the kind's own fields in order. The
/// numbers never change their meaning.
enum RaftCodec implements Codec<RaftMessage> {
    INSTANCE;

    private static final int PRE_VOTE_REQUEST = 1;
    private static final int PRE_VOTE_RESPONSE = 2;
    private static final int VOTE_REQUEST = 3;
    private static final int VOTE_RESPONSE = 4;
    private static final int APPEND_REQUEST = 5;
    private static final int APPEND_RESPONSE = 6;
    private static final int APPEND_REJECTED = 7;
    private static final int HEARTBEAT = 8;
    private static final int HEARTBEAT_RESPONSE = 9;
    private static final int READ_INDEX_REQUEST = 10;
    private static final int READ_INDEX_RESPONSE = 11;
    private static final int SNAPSHOT_REQUEST = 12;
    private static final int SNAPSHOT_RESPONSE = 13;
    private static final int TIMEOUT_NOW = 14;

    @Override
    public void write(RaftMessage value, WireWriter out) {
        switch (value) {
            case RaftMessage.PreVoteRequest m ->
                    begin(out, PRE_VOTE_REQUEST, m).varint(m.lastIndex()).varint(m.lastTerm());
            case RaftMessage.PreVoteResponse m ->
                    begin(out, PRE_VOTE_RESPONSE, m).varint(m.asked()).bool(m.granted());
            case RaftMessage.VoteRequest m ->
                    begin(out, VOTE_REQUEST, m)
                            .varint(m.lastIndex())
                            .varint(m.lastTerm())
                            .bool(m.transfer());
            case RaftMessage.VoteResponse m -> begin(out, VOTE_RESPONSE, m).bool(m.granted());
            case RaftMessage.AppendRequest m -> writeAppend(m, begin(out, APPEND_REQUEST, m));
            case RaftMessage.AppendResponse m -> begin(out, APPEND_RESPONSE, m).varint(m.match());
            case RaftMessage.AppendRejected m ->
                    begin(out, APPEND_REJECTED, m)
                            .varint(m.refused())
                            .varint(m.hintIndex())
                            .varint(m.hintTerm())
                            .bool(m.unborn());
            case RaftMessage.Heartbeat m -> writeHeartbeat(m, begin(out, HEARTBEAT, m));
            case RaftMessage.HeartbeatResponse m ->
                    begin(out, HEARTBEAT_RESPONSE, m)
                            .varint(m.round())
                            .varint(m.received())
                            .varint(m.durable())
                            .bool(m.quiet());
            case RaftMessage.ReadIndexRequest m ->
                    begin(out, READ_INDEX_REQUEST, m).varint(m.ask());
            case RaftMessage.ReadIndexResponse m ->
                    begin(out, READ_INDEX_RESPONSE, m)
                            .varint(m.ask())
                            .varint(m.index())
                            .bool(m.granted());
            case RaftMessage.SnapshotRequest m -> {
                begin(out, SNAPSHOT_REQUEST, m).i64(m.stream()).i64(m.floor().value());
                SnapshotChunkCodec.INSTANCE.write(m.chunk(), out);
            }
            case RaftMessage.SnapshotResponse m ->
                    begin(out, SNAPSHOT_RESPONSE, m).i64(m.stream()).varint(m.nextChunk());
            case RaftMessage.TimeoutNow m -> begin(out, TIMEOUT_NOW, m);
        }
    }

    private static WireWriter begin(WireWriter out, int kind, RaftMessage message) {
        return out.u8(kind).varint(message.term());
    }

    private static void writeAppend(RaftMessage.AppendRequest m, WireWriter out) {
        out.varint(m.previousIndex()).varint(m.previousTerm()).varint(m.commit());
        out.i64(m.closed().value()).varint(m.closedIndex()).varint(m.entries().size());
        for (int i = 0; i < m.entries().size(); i++)
            EntryCodec.INSTANCE.write(m.entries().get(i), out);
    }

    private static void writeHeartbeat(RaftMessage.Heartbeat m, WireWriter out) {
        out.varint(m.round()).varint(m.commit()).i64(m.closed().value());
        out.varint(m.closedIndex()).varint(m.lastIndex()).bool(m.quiesce());
    }

    @Override
    public RaftMessage read(WireReader in) {
        int kind = in.u8();
        long term = in.varint();
        return switch (kind) {
            case PRE_VOTE_REQUEST -> new RaftMessage.PreVoteRequest(term, in.varint(), in.varint());
            case PRE_VOTE_RESPONSE -> new RaftMessage.PreVoteResponse(term, in.varint(), in.bool());
            case VOTE_REQUEST ->
                    new RaftMessage.VoteRequest(term, in.varint(), in.varint(), in.bool());
            case VOTE_RESPONSE -> new RaftMessage.VoteResponse(term, in.bool());
            case APPEND_REQUEST -> readAppend(term, in);
            case APPEND_RESPONSE -> new RaftMessage.AppendResponse(term, in.varint());
            case APPEND_REJECTED ->
                    new RaftMessage.AppendRejected(
                            term, in.varint(), in.varint(), in.varint(), in.bool());
            case HEARTBEAT ->
                    new RaftMessage.Heartbeat(
                            term,
                            in.varint(),
                            in.varint(),
                            new HybridTime(in.i64()),
                            in.varint(),
                            in.varint(),
                            in.bool());
            case HEARTBEAT_RESPONSE ->
                    new RaftMessage.HeartbeatResponse(
                            term, in.varint(), in.varint(), in.varint(), in.bool());
            case READ_INDEX_REQUEST -> new RaftMessage.ReadIndexRequest(term, in.varint());
            case READ_INDEX_RESPONSE ->
                    new RaftMessage.ReadIndexResponse(term, in.varint(), in.varint(), in.bool());
            case SNAPSHOT_REQUEST ->
                    new RaftMessage.SnapshotRequest(
                            term,
                            in.i64(),
                            new HybridTime(in.i64()),
                            SnapshotChunkCodec.INSTANCE.read(in));
            case SNAPSHOT_RESPONSE ->
                    new RaftMessage.SnapshotResponse(term, in.i64(), chunkNumber(in));
            case TIMEOUT_NOW -> new RaftMessage.TimeoutNow(term);
            default -> throw new Malformed("no message of raft has kind " + kind);
        };
    }

    private static int chunkNumber(WireReader in) {
        long number = in.varint();
        if (number > Integer.MAX_VALUE) throw new Malformed("a chunk has number " + number);
        return (int) number;
    }

    private static RaftMessage readAppend(long term, WireReader in) {
        long previousIndex = in.varint();
        long previousTerm = in.varint();
        long commit = in.varint();
        HybridTime closed = new HybridTime(in.i64());
        long closedIndex = in.varint();
        int count = in.count();
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) entries.add(follower(in, previousIndex + i + 1, term));
        return new RaftMessage.AppendRequest(
                term, previousIndex, previousTerm, entries, commit, closed, closedIndex);
    }

    /// Entries that do not follow each other are no append: refused at the border.
    private static Entry follower(WireReader in, long index, long term) {
        Entry entry = EntryCodec.INSTANCE.read(in);
        if (entry.index() != index || entry.term() > term)
            throw new Malformed("entry " + entry + " in the place of " + index);
        return entry;
    }
}
