package io.capstan.core.port;

import io.capstan.core.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Changes that take effect together, in order.
public final class KvBatch {
    /// One change.
    public sealed interface Change {
        record Put(Bytes key, Bytes value) implements Change {}

        record Delete(Bytes key) implements Change {}

        /// Every key in [from, until).
        record DeleteRange(Bytes from, Bytes until) implements Change {}
    }

    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    public void put(Bytes key, Bytes value) {
        changes.add(new Change.Put(key, value));
        bytes += key.length() + value.length();
    }

    public void delete(Bytes key) {
        changes.add(new Change.Delete(key));
        bytes += key.length();
    }

    public void deleteRange(Bytes from, Bytes until) {
        changes.add(new Change.DeleteRange(from, until));
        bytes += from.length() + until.length();
    }

    public List<Change> changes() {
        return changes;
    }

    public long bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
