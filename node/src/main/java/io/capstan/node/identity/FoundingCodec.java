package io.capstan.node.identity;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Lists;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Foundings, pledges, and the messages about them, as bytes.
///
/// Whatever the constructors would call a broken invariant is malformed when it comes from outside.
public enum FoundingCodec implements Codec<FoundingMessage> {
    INSTANCE;

    /// A node as a founding names it: its id, name and address. Where it answers over HTTP may
    /// change, and a founding does not; each node states it in its row.
    private static final Codec<NodeEntry> FOUNDER =
            new Codec<>() {
                @Override
                public void write(NodeEntry value, WireWriter out) {
                    out.i64(value.id().value()).text(value.name()).text(value.address());
                }

                @Override
                public NodeEntry read(WireReader in) {
                    return new NodeEntry(new NodeId(in.i64()), in.text(), in.text());
                }
            };

    private static final int QUESTION = 1;
    private static final int PLEDGED = 2;
    private static final int FOUNDED = 3;

    @Override
    public void write(FoundingMessage value, WireWriter out) {
        switch (value) {
            case FoundingMessage.Question question -> {
                out.u8(QUESTION);
                write(question.asker(), out);
            }
            case FoundingMessage.Pledged pledged -> {
                out.u8(PLEDGED);
                write(pledged.pledge(), out);
            }
            case FoundingMessage.Founded founded -> {
                out.u8(FOUNDED);
                write(founded.founding(), out);
                out.bool(founded.namesake().isPresent());
                founded.namesake().ifPresent(n -> FOUNDER.write(n, out));
            }
        }
    }

    @Override
    public FoundingMessage read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case QUESTION -> new FoundingMessage.Question(readPledge(in));
            case PLEDGED -> new FoundingMessage.Pledged(readPledge(in));
            case FOUNDED -> new FoundingMessage.Founded(readFounding(in), readNamesake(in));
            default -> throw new Malformed("no message about a founding has number " + kind);
        };
    }

    private static Optional<NodeEntry> readNamesake(WireReader in) {
        return in.bool() ? Optional.of(FOUNDER.read(in)) : Optional.empty();
    }

    static void write(Founding founding, WireWriter out) {
        out.i64(founding.cluster().value());
        Lists.write(founding.founders(), FOUNDER, out);
    }

    static Founding readFounding(WireReader in) {
        ClusterId cluster = new ClusterId(in.i64());
        List<NodeEntry> founders = Lists.read(in, FOUNDER);
        boolean sound =
                !cluster.equals(ClusterId.UNKNOWN)
                        && !founders.isEmpty()
                        && founders.size() <= Founding.MAX_FOUNDERS
                        && allDiffer(founders.stream().map(NodeEntry::id).toList())
                        && allDiffer(founders.stream().map(NodeEntry::name).toList());
        if (!sound) throw new Malformed("a founding of " + cluster + " by " + founders);
        return new Founding(cluster, founders);
    }

    static void write(Pledge pledge, WireWriter out) {
        out.i64(pledge.id().value()).text(pledge.name()).text(pledge.address());
        out.varint(pledge.listed().size());
        pledge.listed().forEach(out::text);
    }

    static Pledge readPledge(WireReader in) {
        NodeId id = new NodeId(in.i64());
        String name = in.text();
        String address = in.text();
        List<String> listed = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) listed.add(in.text());
        boolean sound =
                !id.isNone()
                        && !id.isClient()
                        && !listed.isEmpty()
                        && listed.size() <= Founding.MAX_FOUNDERS
                        && allDiffer(listed);
        if (!sound) throw new Malformed("a pledge of " + id + " with " + listed);
        return new Pledge(id, name, address, listed);
    }

    private static boolean allDiffer(List<?> values) {
        return values.stream().distinct().count() == values.size();
    }
}
