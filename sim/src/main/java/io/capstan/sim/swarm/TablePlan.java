package io.capstan.sim.swarm;

/// A table of the run: how many shards it is made with, and how many voters each has.
public record TablePlan(String name, int shards, int replicas) {}
