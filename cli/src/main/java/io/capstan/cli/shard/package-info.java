/// Shards as people ask about them: where they lie, and whether their replicas hold the same rows.
@NullMarked
package io.capstan.cli.shard;

import org.jspecify.annotations.NullMarked;
