/// Who and what: the names of nodes, replicas, shards, tables, clients and clusters.
@NullMarked
package io.capstan.core.id;

import org.jspecify.annotations.NullMarked;
