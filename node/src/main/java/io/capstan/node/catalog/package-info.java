/// The node's map of tables, shards and nodes, and the jobs that keep the map and the open replicas
/// in step.
@NullMarked
package io.capstan.node.catalog;

import org.jspecify.annotations.NullMarked;
