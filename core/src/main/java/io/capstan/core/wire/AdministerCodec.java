package io.capstan.core.wire;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;

/// A deed of a shard's replication.
public enum AdministerCodec implements Codec<Administer> {
    INSTANCE;

    private static final int CHANGE_MEMBERS = 1;
    private static final int TRANSFER_LEADERSHIP = 2;
    private static final int CREATE_TABLE = 3;
    private static final int DROP_TABLE = 4;
    private static final int REPLACE_NODE = 5;
    private static final int REMOVE_NODE = 6;

    @Override
    public void write(Administer value, WireWriter out) {
        switch (value) {
            case Administer.ChangeMembers change -> {
                out.u8(CHANGE_MEMBERS).varint(change.expectedEpoch());
                Lists.write(change.changes(), ChangeCodec.INSTANCE, out);
            }
            case Administer.TransferLeadership transfer ->
                    out.u8(TRANSFER_LEADERSHIP).i64(transfer.to().value());
            case Administer.CreateTable create ->
                    TablePolicyCodec.INSTANCE.write(
                            create.policy(), out.u8(CREATE_TABLE).text(create.name()));
            case Administer.DropTable(String name) -> out.u8(DROP_TABLE).text(name);
            case Administer.ReplaceNode(NodeId node, NodeId replacement) ->
                    out.u8(REPLACE_NODE).i64(node.value()).i64(replacement.value());
            case Administer.RemoveNode(NodeId node) -> out.u8(REMOVE_NODE).i64(node.value());
        }
    }

    @Override
    public Administer read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case CHANGE_MEMBERS ->
                    new Administer.ChangeMembers(in.varint(), Lists.read(in, ChangeCodec.INSTANCE));
            case TRANSFER_LEADERSHIP -> new Administer.TransferLeadership(new ReplicaId(in.i64()));
            case CREATE_TABLE ->
                    new Administer.CreateTable(in.text(), TablePolicyCodec.INSTANCE.read(in));
            case DROP_TABLE -> new Administer.DropTable(in.text());
            case REPLACE_NODE ->
                    new Administer.ReplaceNode(new NodeId(in.i64()), new NodeId(in.i64()));
            case REMOVE_NODE -> new Administer.RemoveNode(new NodeId(in.i64()));
            default -> throw new Malformed("no administration has kind " + kind);
        };
    }

    /// One wish about one member.
    enum ChangeCodec implements Codec<MemberChange> {
        INSTANCE;

        private static final int ADD_VOTER = 1;
        private static final int ADD_LEARNER = 2;
        private static final int REMOVE = 3;

        @Override
        public void write(MemberChange value, WireWriter out) {
            switch (value) {
                case MemberChange.AddVoter add ->
                        MemberCodec.INSTANCE.write(add.member(), out.u8(ADD_VOTER));
                case MemberChange.AddLearner add ->
                        MemberCodec.INSTANCE.write(add.member(), out.u8(ADD_LEARNER));
                case MemberChange.Remove remove -> out.u8(REMOVE).i64(remove.replica().value());
            }
        }

        @Override
        public MemberChange read(WireReader in) {
            int kind = in.u8();
            return switch (kind) {
                case ADD_VOTER -> new MemberChange.AddVoter(MemberCodec.INSTANCE.read(in));
                case ADD_LEARNER -> new MemberChange.AddLearner(MemberCodec.INSTANCE.read(in));
                case REMOVE -> new MemberChange.Remove(new ReplicaId(in.i64()));
                default -> throw new Malformed("no member change has kind " + kind);
            };
        }
    }
}
