/// The rows of the system table: tables, shards, nodes, jobs. Written by the system group, read by
/// nodes and clients.
@NullMarked
package io.capstan.core.catalog;

import org.jspecify.annotations.NullMarked;
