package io.capstan.server.port;

import io.capstan.core.port.Entropy;
import java.security.SecureRandom;

/// True chance, from the machine.
public final class SystemEntropy implements Entropy {
    private final SecureRandom random = new SecureRandom();

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
