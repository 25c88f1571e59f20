package io.capstan.core.wire;

import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.log.Entry;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;

/// Every family of values that has a codec in core, for the laws that hold of all codecs.
final class Families {
    /// A type with its codec.
    record Family<T>(Class<T> type, Codec<T> codec) {
        String name() {
            return type.getSimpleName();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static final List<Family<?>> ALL =
            List.of(
                    new Family<>(Command.class, CommandCodec.INSTANCE),
                    new Family<>(Condition.class, ConditionCodec.INSTANCE),
                    new Family<>(Mutation.class, MutationCodec.INSTANCE),
                    new Family<>(Query.class, QueryCodec.INSTANCE),
                    new Family<>(Administer.class, AdministerCodec.INSTANCE),
                    new Family<>(
                            Administer.MemberChange.class, AdministerCodec.ChangeCodec.INSTANCE),
                    new Family<>(Request.class, RequestCodec.INSTANCE),
                    new Family<>(RequestId.class, RequestIdCodec.INSTANCE),
                    new Family<>(Outcome.class, OutcomeCodec.INSTANCE),
                    new Family<>(Result.class, ResultCodec.INSTANCE),
                    new Family<>(Consistency.class, ConsistencyCodec.INSTANCE),
                    new Family<>(SessionToken.class, SessionTokenCodec.INSTANCE),
                    new Family<>(ShardDescriptor.class, DescriptorCodec.INSTANCE),
                    new Family<>(Entry.class, EntryCodec.INSTANCE),
                    new Family<>(SnapshotChunk.class, SnapshotChunkCodec.INSTANCE),
                    new Family<>(Envelope.class, EnvelopeCodec.INSTANCE),
                    new Family<>(Frame.class, new WholeFrame()),
                    new Family<>(TableEntry.class, TableEntryCodec.INSTANCE),
                    new Family<>(NodeEntry.class, NodeEntryCodec.INSTANCE),
                    new Family<>(JobEntry.class, JobEntryCodec.INSTANCE));

    private Families() {}

    /// Frames have no codec to nest in others; here they borrow its shape.
    private static final class WholeFrame implements Codec<Frame> {
        @Override
        public void write(Frame value, WireWriter out) {
            out.raw(FrameCodec.encode(value));
        }

        @Override
        public Frame read(WireReader in) {
            return FrameCodec.decode(in.raw(in.remaining()));
        }
    }
}
