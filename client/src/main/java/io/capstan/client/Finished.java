package io.capstan.client;

import io.capstan.core.request.Outcome;

/// A request that is settled: the ticket that `submit` gave, what became of it, and how often it
/// was sent (0: never).
public record Finished(long ticket, Outcome outcome, int attempts) {}
