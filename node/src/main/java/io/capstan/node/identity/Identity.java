package io.capstan.node.identity;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.core.port.Entropy;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who a node is, for as long as its data folder lives.
///
/// - `id`: the founder's id where the founding names the node, else drawn.
/// - `founding`: the cluster and the nodes it began with.
/// - `incarnation`: how often the node has started, this time included; every frame carries it.
///
/// Invariant: a node takes no part under an incarnation that is not durable yet.
public record Identity(NodeId id, Founding founding, long incarnation) {
    private static final String FILE = "identity";

    public ClusterId cluster() {
        return founding.cluster();
    }

    /// What a start begins with: the identity, and the file that must be synced before the node
    /// takes part.
    public record Start(Identity identity, String toSync) {}

    /// Reads the folder's identity, or makes one, and writes it down with the next incarnation.
    /// Breaks off where the folder belongs to nobody and no founding is given, where it has lost
    /// its identity, and where the disk takes nothing.
    public static Start begin(
            Disk disk, Entropy entropy, String name, Optional<Founding> founding) {
        TwinFile file = new TwinFile(disk, FILE);
        Optional<Identity> before = file.read().map(Identity::decode);
        boolean emptied = before.isEmpty() && file.foundDamage() && holdsALog(disk);
        Invariant.check(
                !emptied,
                "the data folder of %s has lost its identity and must not be used again; start the"
                        + " node with an empty folder, under a new name",
                name);
        Invariant.check(
                before.isPresent() || founding.isPresent(),
                "the data folder of %s is new and no cluster was named; name the founders",
                name);
        Identity now =
                before.map(b -> new Identity(b.id, b.founding, b.incarnation + 1))
                        .orElseGet(() -> born(entropy, name, founding.orElseThrow()));
        Optional<String> toSync = file.write(now.encode());
        Invariant.check(toSync.isPresent(), "the disk of %s takes no identity; make room", name);
        return new Start(now, toSync.orElseThrow());
    }

    /// Whether the folder holds an identity: then it belongs to a cluster, whatever else is asked
    /// of it.
    public static boolean isIn(Disk disk) {
        return new TwinFile(disk, FILE).read().isPresent();
    }

    /// Whose folder it is.
    public static Optional<NodeId> idIn(Disk disk) {
        return new TwinFile(disk, FILE).read().map(stored -> decode(stored).id);
    }

    /// Why the node of this folder must not be started under this name, where it must not: the name
    /// is how people find a node, and another's folder is easily mistaken.
    public static Optional<String> misnamed(Disk disk, String name) {
        Optional<String> owner =
                new PledgeFile(disk)
                        .read()
                        .map(stored -> stored.pledge().name())
                        .or(() -> new TwinFile(disk, FILE).read().flatMap(Identity::founderName));
        return owner.filter(known -> !known.equals(name))
                .map(known ->
                        "the data folder belongs to node "
                                + known
                                + "; start it with --name "
                                + known
                                + ", or give "
                                + name
                                + " a folder of its own with --data");
    }

    private static Optional<String> founderName(Bytes stored) {
        Identity identity = decode(stored);
        return identity.founding.founders().stream()
                .filter(founder -> founder.id().equals(identity.id))
                .map(NodeEntry::name)
                .findFirst();
    }

    private static Identity born(Entropy entropy, String name, Founding founding) {
        NodeId id = founding.named(name).map(NodeEntry::id).orElseGet(() -> draw(entropy));
        return new Identity(id, founding, 1);
    }

    /// Neither nobody nor a client's endpoint.
    static NodeId draw(Entropy entropy) {
        while (true) {
            NodeId drawn = new NodeId(entropy.nextLong() & Long.MAX_VALUE);
            if (!drawn.isNone()) return drawn;
        }
    }

    /// Whether a node ran here long enough to write anything but its first identity.
    private static boolean holdsALog(Disk disk) {
        return disk.files().stream().anyMatch(f -> !f.startsWith(FILE));
    }

    private Bytes encode() {
        WireWriter out = new WireWriter();
        out.i64(id.value()).i64(incarnation).i64(founding.cluster().value());
        out.varint(founding.founders().size());
        for (NodeEntry founder : founding.founders()) NodeEntryCodec.INSTANCE.write(founder, out);
        return out.bytes();
    }

    private static Identity decode(Bytes bytes) {
        WireReader in = new WireReader(bytes);
        NodeId id = new NodeId(in.i64());
        long incarnation = in.i64();
        ClusterId cluster = new ClusterId(in.i64());
        List<NodeEntry> founders = new ArrayList<>();
        for (int left = in.count(); left > 0; left--)
            founders.add(NodeEntryCodec.INSTANCE.read(in));
        if (incarnation < 1) throw new Malformed("an identity of incarnation " + incarnation);
        in.end();
        return new Identity(id, new Founding(cluster, founders), incarnation);
    }
}
