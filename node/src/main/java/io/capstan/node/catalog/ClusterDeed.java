package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import java.util.List;
import java.util.Optional;

/// What is to happen to the whole cluster, as one conditional change of the system table: a pure
/// function of the map and of what was asked.
sealed interface ClusterDeed permits TableCreation, TableRemoval, JobCreation {
    /// What must still be so.
    List<Condition> conditions();

    List<Mutation> mutations();

    /// The row of which its success is told, and what it holds.
    Bytes key();

    Bytes value();

    /// Why it can no more be done now that the row of `changed` is `actual`; empty where it is only
    /// to be worked out anew.
    Optional<Outcome.Refused> refusalSince(Bytes changed, Optional<Bytes> actual);
}
