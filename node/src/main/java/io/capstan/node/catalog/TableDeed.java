package io.capstan.node.catalog;

import io.capstan.core.catalog.TableEntry;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import java.util.List;

/// What is to happen to a table, as one change of the system table.
sealed interface TableDeed permits TableCreation, TableRemoval {
    TableEntry table();

    /// What must still be so.
    List<Condition> conditions();

    List<Mutation> mutations();
}
