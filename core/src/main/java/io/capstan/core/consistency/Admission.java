package io.capstan.core.consistency;

/// Whether a request at some level may be served by a table. The messages say what to do.
public sealed interface Admission {
    record Admitted() implements Admission {}

    /// The table could, but its floor forbids it (`CAP-1203`).
    record BelowFloor(String message) implements Admission {}

    /// The table cannot give this level at all (`CAP-1202`).
    record Unattainable(String message) implements Admission {}
}
