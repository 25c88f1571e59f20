/// A shard and its members: key bounds, replicas, epochs, and how a key becomes a place in the key
/// space.
@NullMarked
package io.capstan.core.shard;

import org.jspecify.annotations.NullMarked;
