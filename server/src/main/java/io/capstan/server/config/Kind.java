package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;

/// What values a setting takes.
///
/// Law: what is printed is read as the same value.
public sealed interface Kind<T>
        permits Amount, Choice, Endpoint, Endpoints, Folder, HttpUrl, Name, Switch {
    /// The value of this text, which has no blanks around it; or what is wrong, for people.
    Parsed<T> read(String text);

    String print(T value);

    /// What to write, in a word or two, such as `time` or `HOST:PORT`.
    String form();

    /// The least and the most, with the unit; empty where the form says all.
    String range();
}
