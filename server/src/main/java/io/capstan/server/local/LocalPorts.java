package io.capstan.server.local;

import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports of a local cluster. Node number i of a base port B listens on B+i; every node's admin port
/// has the same distance from its native port as 7080 from 7400.
public final class LocalPorts {
    /// The native port of the first node, unless told otherwise.
    public static final int NATIVE = 7400;

    /// The admin port of the first node.
    public static final int ADMIN = 7080;

    private static final int TRIES = 100;

    private LocalPorts() {}

    /// The admin port that belongs to a native port.
    public static int adminOf(int nativePort) {
        return nativePort - NATIVE + ADMIN;
    }

    static List<Integer> from(int base, int nodes) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < nodes; i++) ports.add(base + i);
        return ports;
    }

    /// Ports that the system says are free now, each with its admin port.
    public static List<Integer> free(int nodes) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < TRIES && found.size() < nodes; i++) {
            int port = freePort();
            if (!found.contains(port) && !found.contains(adminOf(port)) && isFree(adminOf(port)))
                found.add(port);
        }
        if (found.size() < nodes) throw new PortFailure("the system has no free ports");
        return found;
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new PortFailure("the system gives no free port: " + e.getMessage(), e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
