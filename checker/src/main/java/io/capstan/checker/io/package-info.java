/// Reads and writes histories and verdicts: Jepsen's EDN, and JSON.
///
/// The readers stream: one event at a time is held, whatever the size of the file. Every bound on
/// nesting and length is named and gives a diagnosis with line and column.
@NullMarked
package io.capstan.checker.io;

import org.jspecify.annotations.NullMarked;
