package io.capstan.core.actor;

/// What actors of one kind send each other. Each kind is a sealed interface of records, with a
/// codec.
public interface Message {}
