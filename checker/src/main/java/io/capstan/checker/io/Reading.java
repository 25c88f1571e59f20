package io.capstan.checker.io;

import io.capstan.checker.history.History;

/// What came of reading a history.
public sealed interface Reading {
    /// It is a history.
    ///
    /// @param bytes roughly the heap it holds
    record Read(History history, long bytes) implements Reading {}

    /// It is none: what is wrong, where, and what to do.
    record Refused(String diagnosis) implements Reading {}

    /// It may be one, but holding it would break the bound on memory.
    record TooLarge(String reason) implements Reading {}
}
