/// Raft: a leader orders commands in a log that a majority holds durably.
@NullMarked
package io.capstan.replication.raft;

import org.jspecify.annotations.NullMarked;
