/// How one shard's copies agree.
@NullMarked
package io.capstan.replication;

import org.jspecify.annotations.NullMarked;
