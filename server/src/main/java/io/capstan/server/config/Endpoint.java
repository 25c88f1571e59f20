package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import io.capstan.server.Addresses;
import io.capstan.server.port.PortFailure;
import java.net.InetSocketAddress;

/// One address, `HOST:PORT`, as it was written: nodes know each other by these very words. Names
/// are not looked up here.
public record Endpoint() implements Kind<String> {
    @Override
    public Parsed<String> read(String text) {
        try {
            InetSocketAddress address = Addresses.peer(text);
            boolean whole = address.getPort() > 0 && !address.getHostString().isBlank();
            return whole ? new Parsed.Value<>(text) : noAddress(text);
        } catch (PortFailure _) {
            return noAddress(text);
        }
    }

    private static Parsed<String> noAddress(String text) {
        return new Parsed.Mistake<>("'" + text + "' is no address; write HOST:PORT");
    }

    /// The host of such an address.
    static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    static int port(String address) {
        return Addresses.peer(address).getPort();
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String form() {
        return "HOST:PORT";
    }

    @Override
    public String range() {
        return "";
    }
}
