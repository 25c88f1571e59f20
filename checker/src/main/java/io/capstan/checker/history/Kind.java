package io.capstan.checker.history;

/// What an operation does to a register.
///
/// Three kinds carry all workloads: `put` is a write, `get` a read, `delete` a write of nothing.
public enum Kind {
    READ,
    WRITE,
    /// Compare and set: sets the second value if the register holds the first.
    CAS
}
