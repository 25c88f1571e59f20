package io.capstan.verify.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Ports for nodes that come and go: below those that the system hands to outgoing connections, so
/// that nothing takes a node's port while the node is down.
final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 31_000;
    private static final int TRIES = 500;

    private FreePorts() {}

    /// So many ports on loopback that are free now, all different.
    static List<Integer> some(int count) {
        RandomGenerator random = RandomGenerator.getDefault();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < TRIES && found.size() < count; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (!found.contains(port) && isFree(port)) found.add(port);
        }
        if (found.size() < count)
            throw new LiveFailure("no " + count + " free ports below " + HIGHEST);
        return found;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
