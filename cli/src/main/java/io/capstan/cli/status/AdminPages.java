package io.capstan.cli.status;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Where nodes answer over HTTP, and what they answer there. A node is asked where the map of the
/// cluster says; who cannot ask the map looks below the native port, by as much as is usual.
public final class AdminPages {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// What a node answered: a page, or an error in its own words.
    record Answer(int status, String body) {
        boolean isGood() {
            return status == OK;
        }

        /// The error's code, message and action; empty where it is none.
        String error() {
            try {
                Map<String, Object> fields = NodeReport.fields(body);
                return String.join(
                        " ",
                        NodeReport.text(fields, "code"),
                        NodeReport.text(fields, "message") + ".",
                        NodeReport.text(fields, "action"));
            } catch (JacksonException noJson) {
                return "HTTP " + status;
            }
        }
    }

    /// Where it is by default, for a node that is known by its native address alone.
    static Address usual(Address node) {
        return new Address(node.host(), LocalPorts.adminOf(node.port()));
    }

    /// As a node has stated it; as usual where it has not.
    static Address of(String stated, Address node) {
        return stated.isEmpty() ? usual(node) : Address.parse(stated);
    }

    /// Where this node of the map answers.
    static Address of(NodeEntry node) {
        return of(node.admin(), Address.parse(node.address()));
    }

    /// What the map says of these nodes' cluster; empty where nobody can tell.
    static List<NodeEntry> map(List<Address> contacts) {
        try (CapstanClient client = new CapstanClient(contacts, ClientOptions.DEFAULT, PATIENCE)) {
            return client.nodes();
        } catch (CapstanException nobody) {
            return List.of();
        }
    }

    /// Where the node at this native address answers, as the map of its cluster says; as usual
    /// where it says nothing.
    public static Address find(Address node) {
        return map(List.of(node)).stream()
                .filter(entry -> entry.address().equals(node.toString()))
                .map(entry -> of(entry.admin(), node))
                .findFirst()
                .orElseGet(() -> usual(node));
    }

    /// Empty where nobody answers.
    Optional<Answer> get(Address admin, String page) {
        return send(HttpRequest.newBuilder(uri(admin, page)).timeout(PATIENCE).build());
    }

    Optional<Answer> post(Address admin, String page) {
        return send(
                HttpRequest.newBuilder(uri(admin, page))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private static URI uri(Address admin, String page) {
        return URI.create("http://" + admin + page);
    }

    private Optional<Answer> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(answer.statusCode(), answer.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
