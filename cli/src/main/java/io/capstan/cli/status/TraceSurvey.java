package io.capstan.cli.status;

import io.capstan.client.net.Address;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Asks every node of a cluster what it has seen of one trace.
public final class TraceSurvey {
    private static final int NOT_FOUND = 404;

    private final AdminPages pages = new AdminPages();
    private final List<NodeSpan> spans = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();

    /// Empty where no contact answers at all.
    public Optional<Timeline> of(List<Address> contacts, String trace) {
        return new Survey().of(contacts).map(cluster -> around(cluster, trace));
    }

    /// Tells the first contact that listens how long a traced request took its client.
    public void tell(
            List<Address> contacts, TraceContext client, long startMicros, long tookMicros) {
        String part =
                String.format(
                        Locale.ROOT,
                        "%s?span=%s&start_us=%d&took_us=%d",
                        page(client.id()),
                        client.spanId(),
                        startMicros,
                        tookMicros);
        for (Address contact : contacts) if (tell(AdminPages.usual(contact), part)) return;
        for (NodeEntry node : AdminPages.map(contacts))
            if (!node.admin().isEmpty() && tell(Address.parse(node.admin()), part)) return;
    }

    private boolean tell(Address admin, String part) {
        return pages.post(admin, part).filter(AdminPages.Answer::isGood).isPresent();
    }

    private static String page(String trace) {
        return "/traces/" + trace;
    }

    private Timeline around(ClusterReport cluster, String trace) {
        for (ClusterReport.Node node : cluster.nodes()) {
            if (!ask(node.admin(), trace)) silent.add(node.name());
        }
        return new Timeline(trace, spans, silent);
    }

    /// False where the node does not answer.
    private boolean ask(Address admin, String trace) {
        Optional<AdminPages.Answer> answer = pages.get(admin, page(trace));
        if (answer.isEmpty()) return false;
        try {
            if (answer.get().isGood()) spans.addAll(NodeSpan.parse(answer.get().body()));
            return answer.get().isGood() || answer.get().status() == NOT_FOUND;
        } catch (JacksonException e) {
            return false;
        }
    }
}
