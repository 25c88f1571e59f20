/// Who a node is: its id, its cluster, its incarnation, what it has lost. Durable before it takes
/// part.
@NullMarked
package io.capstan.node.identity;

import org.jspecify.annotations.NullMarked;
