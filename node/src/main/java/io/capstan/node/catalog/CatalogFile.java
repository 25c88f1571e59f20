package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import io.capstan.node.identity.TwinFile;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The map on disk, so that a node that starts knows it while the system group is out of reach. An
/// old map costs redirects; none at all would make the node wait.
public final class CatalogFile {
    private static final String FILE = "catalog";

    private final TwinFile file;

    public CatalogFile(Disk disk) {
        file = new TwinFile(disk, FILE);
    }

    /// Fills the catalog with what the disk holds; a file that makes no sense counts as none.
    public void load(Catalog catalog) {
        Optional<Bytes> stored = file.read();
        if (stored.isEmpty()) return;
        try {
            WireReader in = new WireReader(stored.get());
            long version = in.i64();
            SortedMap<Bytes, Bytes> rows = new TreeMap<>();
            for (int left = in.count(); left > 0; left--) rows.put(in.bytes(), in.bytes());
            in.end();
            catalog.learnAll(rows, version);
        } catch (Malformed e) {
            return;
        }
    }

    /// Writes the map and says which file to sync; empty where the disk did not take it, and the
    /// map written before stays.
    public Optional<String> save(Catalog catalog) {
        WireWriter out = new WireWriter(4096);
        out.i64(catalog.version()).varint(catalog.rows().size());
        catalog.rows().forEach((key, value) -> out.bytes(key).bytes(value));
        return file.write(out.bytes());
    }
}
