package io.capstan.node.host;

import io.capstan.core.port.Clock;
import io.capstan.core.port.Disk;
import io.capstan.core.port.Entropy;
import io.capstan.core.port.KvStore;
import io.capstan.core.port.Network;

/// All that differs between a real node and a simulated one.
public record Ports(Network network, Disk disk, KvStore store, Clock clock, Entropy entropy) {}
