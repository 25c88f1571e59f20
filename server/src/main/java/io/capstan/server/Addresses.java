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

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
