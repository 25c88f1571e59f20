/// From a request to the shard and replica that can answer it, and back to its origin.
@NullMarked
package io.capstan.node.router;

import org.jspecify.annotations.NullMarked;
