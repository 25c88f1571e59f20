package io.capstan.core.port;

/// True chance in a real node, a seeded stream in the simulator: for node ids, client ids and the
/// seeds of streams.
public interface Entropy {
    long nextLong();
}
