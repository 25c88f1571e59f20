package io.capstan.sim.law;

/// A broken law: its name, when that was seen, and the story in words, one sentence a line.
public record Breach(String law, long nanos, String story) {}
