package io.capstan.core.request;

import io.capstan.core.id.ClientId;

/// One request of one client. A retry carries the id of the first try; a client numbers from 1
/// upward without gaps.
public record RequestId(ClientId client, long number) implements Comparable<RequestId> {
    @Override
    public int compareTo(RequestId other) {
        int byClient = client.compareTo(other.client);
        return byClient != 0 ? byClient : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return client + "#" + number;
    }
}
