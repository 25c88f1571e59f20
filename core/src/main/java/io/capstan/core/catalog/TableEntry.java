package io.capstan.core.catalog;

import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.TableId;

/// A table, as its row `table/<name>` says it.
public record TableEntry(TableId id, String name, TablePolicy policy) {}
