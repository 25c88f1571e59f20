package io.capstan.cli.status;

import io.capstan.client.net.Address;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/// Asks every node how it stands: first one that answers, then all that it knows of.
public final class Survey {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// Empty where no contact answers.
    public Optional<ClusterReport> of(Iterable<Address> contacts) {
        for (Address contact : contacts) {
            Optional<NodeReport> first = ask(contact);
            if (first.isPresent()) return Optional.of(around(contact, first.get()));
        }
        return Optional.empty();
    }

    private ClusterReport around(Address contact, NodeReport first) {
        TreeMap<String, ClusterReport.Node> nodes = new TreeMap<>();
        nodes.put(
                first.name(),
                new ClusterReport.Node(first.name(), contact.toString(), Optional.of(first), ""));
        for (NodeReport.PeerReport peer : first.peers())
            nodes.put(
                    peer.name(),
                    new ClusterReport.Node(
                            peer.name(),
                            peer.address(),
                            ask(Address.parse(peer.address())),
                            peer.liveness()));
        return new ClusterReport(first.cluster(), nodes.values().stream().toList());
    }

    private Optional<NodeReport> ask(Address node) {
        URI uri =
                URI.create(
                        "http://"
                                + node.host()
                                + ":"
                                + LocalPorts.adminOf(node.port())
                                + "/status");
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK
                    ? Optional.of(NodeReport.parse(answer.body()))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
