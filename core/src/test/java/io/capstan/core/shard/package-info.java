/// Laws of `io.capstan.core.shard`.
@NullMarked
package io.capstan.core.shard;

import org.jspecify.annotations.NullMarked;
