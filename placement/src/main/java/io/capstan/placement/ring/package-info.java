/// Consistent hashing: which nodes get a shard when it is made and when nodes come or go.
@NullMarked
package io.capstan.placement.ring;

import org.jspecify.annotations.NullMarked;
