package io.capstan.cli.status;

import io.capstan.client.net.Address;
import io.capstan.core.trace.TraceContext;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Asks every node of a cluster what it has seen of one trace.
public final class TraceSurvey {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<NodeSpan> spans = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();

    /// Empty where no contact answers at all.
    public Optional<Timeline> of(Iterable<Address> contacts, String trace) {
        return new Survey().of(contacts).map(cluster -> around(cluster, trace));
    }

    /// Tells the first contact that listens how long a traced request took its client.
    public void tell(
            Iterable<Address> contacts, TraceContext client, long startMicros, long tookMicros) {
        String part =
                String.format(
                        Locale.ROOT,
                        "%s?span=%s&start_us=%d&took_us=%d",
                        client.id(),
                        client.spanId(),
                        startMicros,
                        tookMicros);
        for (Address contact : contacts) if (tell(page(contact, part))) return;
    }

    private boolean tell(URI page) {
        HttpRequest part =
                HttpRequest.newBuilder(page)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            return http.send(part, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static URI page(Address node, String trace) {
        int admin = LocalPorts.adminOf(node.port());
        return URI.create("http://" + node.host() + ":" + admin + "/traces/" + trace);
    }

    private Timeline around(ClusterReport cluster, String trace) {
        for (ClusterReport.Node node : cluster.nodes()) {
            if (!ask(Address.parse(node.address()), trace)) silent.add(node.name());
        }
        return new Timeline(trace, spans, silent);
    }

    /// False where the node does not answer.
    private boolean ask(Address node, String trace) {
        URI uri = page(node, trace);
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK) spans.addAll(NodeSpan.parse(answer.body()));
            return answer.statusCode() == OK || answer.statusCode() == NOT_FOUND;
        } catch (IOException | JacksonException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
