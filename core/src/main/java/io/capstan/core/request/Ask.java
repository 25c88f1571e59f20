package io.capstan.core.request;

/// What a request asks for: a change ([Command]), an answer ([Query]), or a deed of the shard
/// itself ([Administer]).
public sealed interface Ask permits Command, Query, Administer {}
