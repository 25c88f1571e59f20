package io.capstan.server;

import io.capstan.server.port.PortFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Addresses as people write them: `host:port`.
public final class Addresses {
    private Addresses() {}

    public static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            return new InetSocketAddress(
                    InetAddress.getByName(address.substring(0, Math.max(colon, 0))), port);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new PortFailure("'" + address + "' is no address; write HOST:PORT", e);
        }
    }

    /// As [#parse], but a name is looked up by whoever connects, each time anew: a peer may move.
    public static InetSocketAddress peer(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            return peer(address.substring(0, Math.max(colon, 0)), port);
        } catch (IllegalArgumentException e) {
            throw new PortFailure("'" + address + "' is no address; write HOST:PORT", e);
        }
    }

    private static InetSocketAddress peer(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException _) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
