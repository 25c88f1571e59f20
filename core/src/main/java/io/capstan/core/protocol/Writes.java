package io.capstan.core.protocol;

import io.capstan.core.Bytes;

/// Collects a command's new versions; the stamp is the command's.
public interface Writes {
    void put(Bytes key, Bytes value);

    void delete(Bytes key);
}
