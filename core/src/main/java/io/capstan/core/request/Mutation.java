package io.capstan.core.request;

import io.capstan.core.Bytes;

/// One change of one key.
public sealed interface Mutation {
    Bytes key();

    record Put(Bytes key, Bytes value) implements Mutation {}

    /// Leaves no value; a delete of an absent key is no error.
    record Delete(Bytes key) implements Mutation {}
}
