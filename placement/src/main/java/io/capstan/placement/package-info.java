/// Which shard owns a key, which nodes hold a shard.
@NullMarked
package io.capstan.placement;

import org.jspecify.annotations.NullMarked;
