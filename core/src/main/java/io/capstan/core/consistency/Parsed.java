package io.capstan.core.consistency;

/// What came of reading something that a person wrote: the value, or what is wrong with it and what
/// would be right.
public sealed interface Parsed<T> {
    record Value<T>(T value) implements Parsed<T> {}

    record Mistake<T>(String message) implements Parsed<T> {}
}
