package io.capstan.node.identity;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Optional;

/// What a folder says about its way into a cluster: the pledge, and the founding once there is one.
///
/// The name of its files begins as the identity's, because a folder that holds only these two has
/// not taken part in anything.
final class PledgeFile {
    private static final String FILE = "identity-pledge";

    /// `founding`: present once the node belongs to a cluster.
    record Stored(Pledge pledge, Optional<Founding> founding) {}

    private final TwinFile file;

    PledgeFile(Disk disk) {
        file = new TwinFile(disk, FILE);
    }

    /// What the folder holds; a torn first writing, which nobody has heard of yet, counts as
    /// nothing.
    Optional<Stored> read() {
        return file.read().flatMap(PledgeFile::decode);
    }

    /// The file to sync before what it says may be told; empty where the disk did not take it.
    Optional<String> write(Stored stored) {
        WireWriter out = new WireWriter();
        FoundingCodec.write(stored.pledge, out);
        out.bool(stored.founding.isPresent());
        stored.founding.ifPresent(founding -> FoundingCodec.write(founding, out));
        return file.write(out.bytes());
    }

    private static Optional<Stored> decode(Bytes bytes) {
        try {
            WireReader in = new WireReader(bytes);
            Pledge pledge = FoundingCodec.readPledge(in);
            Optional<Founding> founding =
                    in.bool() ? Optional.of(FoundingCodec.readFounding(in)) : Optional.empty();
            in.end();
            return Optional.of(new Stored(pledge, founding));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
