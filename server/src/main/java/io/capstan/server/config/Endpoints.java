package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import io.capstan.node.identity.Founding;
import java.util.ArrayList;
import java.util.List;

/// Several addresses, each once, with commas between them; at most [Founding#MAX_FOUNDERS].
public record Endpoints() implements Kind<List<String>> {
    @Override
    public Parsed<List<String>> read(String text) {
        List<String> addresses = new ArrayList<>();
        for (String one : text.split(",", -1))
            switch (new Endpoint().read(one.strip())) {
                case Parsed.Mistake<String>(String message) -> {
                    return new Parsed.Mistake<>(message);
                }
                case Parsed.Value<String>(String address) -> {
                    if (addresses.contains(address))
                        return new Parsed.Mistake<>("'" + text + "' names an address twice");
                    addresses.add(address);
                }
            }
        return addresses.size() <= Founding.MAX_FOUNDERS
                ? new Parsed.Value<>(List.copyOf(addresses))
                : new Parsed.Mistake<>("it takes " + range() + ", not " + addresses.size());
    }

    @Override
    public String print(List<String> value) {
        return String.join(",", value);
    }

    @Override
    public String form() {
        return "HOST:PORT[,..]";
    }

    @Override
    public String range() {
        return "1 to " + Founding.MAX_FOUNDERS + " addresses";
    }
}
