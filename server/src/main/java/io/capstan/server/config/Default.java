package io.capstan.server.config;

import java.util.Optional;
import java.util.function.Function;

/// What a setting is when nobody has said anything.
public sealed interface Default<T> {
    record Fixed<T>(T value) implements Default<T> {}

    /// Nothing: the setting may be left out, or `start` asks for it.
    record None<T>() implements Default<T> {}

    /// What follows from other settings, and the same in words; empty where nothing follows.
    record Derived<T>(String words, Function<Configuration, Optional<T>> from)
            implements Default<T> {}
}
