package io.capstan.client.net;

import io.capstan.client.ClientOptions;
import io.capstan.core.consistency.Durations;
import io.capstan.core.request.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Says what a client is to be like, then makes it:
/// `CapstanClient.builder().contact("127.0.0.1:7400") .deadline(Duration.ofSeconds(2)).build()`. A
/// value that cannot be is refused where it is named, with an [IllegalArgumentException] that says
/// which can.
public final class ClientBuilder {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final List<Address> contacts = new ArrayList<>();
    private ClientOptions options = ClientOptions.DEFAULT;
    private Duration deadline = CapstanClient.DEFAULT_DEADLINE;

    ClientBuilder() {}

    /// One more of the cluster's nodes, `HOST:PORT`. The client asks those named here and no
    /// others; name several, and it goes on while one of them is there.
    public ClientBuilder contact(String address) {
        contacts.add(Address.parse(address));
        return this;
    }

    public ClientBuilder contacts(List<Address> addresses) {
        contacts.addAll(addresses);
        return this;
    }

    /// How long a request may take that names no time of its own (10 s where this is not called):
    /// from 1 ms to a day.
    public ClientBuilder deadline(Duration time) {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(Limits.MAX_LIFE) > 0)
            throw new IllegalArgumentException(
                    "a deadline of "
                            + time
                            + "; one takes "
                            + Durations.print(SHORTEST)
                            + " to "
                            + Durations.print(Limits.MAX_LIFE));
        deadline = time;
        return this;
    }

    /// How many requests may be under way at once (256, which is the most, where this is not
    /// called); more wait their turn.
    public ClientBuilder maxInFlight(int requests) {
        if (requests < 1 || requests > ClientOptions.WINDOW)
            throw new IllegalArgumentException(
                    requests + " requests in flight; there may be 1 to " + ClientOptions.WINDOW);
        options = options.withMaxInFlight(requests);
        return this;
    }

    /// All of the session's pacing at once, `maxInFlight` too.
    public ClientBuilder options(ClientOptions pacing) {
        options = pacing;
        return this;
    }

    /// The client; it connects when it is first asked something.
    public CapstanClient build() {
        if (contacts.isEmpty())
            throw new IllegalArgumentException(
                    "a client without contacts; name at least one node, as in"
                            + " contact(\"127.0.0.1:7400\")");
        return new CapstanClient(contacts, options, deadline);
    }
}
