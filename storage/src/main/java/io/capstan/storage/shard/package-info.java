/// One shard's state over the key-value store: versioned rows, applied position, descriptor, dedup
/// records, snapshots, incarnations.
@NullMarked
package io.capstan.storage.shard;

import org.jspecify.annotations.NullMarked;
