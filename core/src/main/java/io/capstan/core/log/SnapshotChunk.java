package io.capstan.core.log;

import io.capstan.core.Bytes;
import io.capstan.core.shard.ShardDescriptor;

/// A part of a shard's snapshot. Chunks of one snapshot (`index`, `term`, `descriptor` alike) are
/// numbered from 0 and installed in order; the last one flips the shard to the new state in one
/// step. A receiver that already has chunks up to n asks for n + 1: the stream is resumable.
///
/// `index` and `term` name the last entry whose effect the snapshot holds; `descriptor` is the one
/// in force there. `data` is opaque to protocols.
public record SnapshotChunk(
        long index, long term, ShardDescriptor descriptor, int number, boolean last, Bytes data) {}
