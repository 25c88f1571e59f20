package io.capstan.cli.status;

/// How one node stands: alive, or what is the matter; the replicas it holds, and those that lead.
public record NodeStanding(String state, int replicas, long leads) {}
