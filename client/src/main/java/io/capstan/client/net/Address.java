package io.capstan.client.net;

import java.util.ArrayList;
import java.util.List;

/// Where a node listens, as people write it: `HOST:PORT`. The port is 1 to 65535.
public record Address(String host, int port) {
    private static final int MAX_PORT = 65_535;

    public Address {
        if (host.isBlank() || port < 1 || port > MAX_PORT)
            throw new IllegalArgumentException(
                    "'" + host + ":" + port + "' is no address; write HOST:PORT");
    }

    /// Throws [IllegalArgumentException] with a message for people.
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Address(
                    text.substring(0, Math.max(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no address; write HOST:PORT", e);
        }
    }

    /// Several, separated by commas.
    public static List<Address> parseAll(String text) {
        List<Address> addresses = new ArrayList<>();
        for (String each : text.split(",", -1)) addresses.add(parse(each.strip()));
        return addresses;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
