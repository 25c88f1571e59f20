/// The node's one log: segments of fixed blocks, one batch a turn, recovery that tells rot from a
/// torn tail, and an index by shard that serves entries.
@NullMarked
package io.capstan.storage.log;

import org.jspecify.annotations.NullMarked;
