package io.capstan.core.actor;

/// The actor that holds one copy of one shard.
public interface Replica<M extends Message> extends Actor<M> {}
