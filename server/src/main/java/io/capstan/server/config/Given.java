package io.capstan.server.config;

/// What a person has written for a key, not looked at yet.
public record Given(String key, String value, Source source) {}
