/// What clients observed: operations, each an invocation and what became of it.
///
/// The model is Jepsen's. A process is a logical thread of one client and has at most one operation
/// under way. `ok`: it took effect between invocation and completion. `fail`: it did not take
/// effect and never will. `info`, or no completion at all: unknown; it may take effect at any
/// moment after its invocation, or never.
@NullMarked
package io.capstan.checker.history;

import org.jspecify.annotations.NullMarked;
