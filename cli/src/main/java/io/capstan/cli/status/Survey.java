package io.capstan.cli.status;

import io.capstan.client.net.Address;
import io.capstan.core.catalog.NodeEntry;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/// Asks every node how it stands: first one that answers, then all that it knows of.
public final class Survey {
    private static final String PAGE = "/status";

    private final AdminPages pages = new AdminPages();

    /// Empty where no contact answers.
    public Optional<ClusterReport> of(List<Address> contacts) {
        for (Address contact : contacts) {
            ClusterReport.Node first = ask("", contact.toString(), AdminPages.usual(contact), "");
            if (first.says().isPresent()) return Optional.of(around(first));
        }
        for (NodeEntry node : AdminPages.map(contacts)) {
            Address admin = AdminPages.of(node.admin(), Address.parse(node.address()));
            ClusterReport.Node first = ask(node.name(), node.address(), admin, "");
            if (first.says().isPresent()) return Optional.of(around(first));
        }
        return Optional.empty();
    }

    private ClusterReport around(ClusterReport.Node first) {
        NodeReport said = first.says().orElseThrow();
        TreeMap<String, ClusterReport.Node> nodes = new TreeMap<>();
        nodes.put(
                said.name(),
                new ClusterReport.Node(
                        said.name(), first.address(), first.admin(), first.says(), "", ""));
        for (NodeReport.PeerReport peer : said.peers()) {
            Address admin = AdminPages.of(peer.admin(), Address.parse(peer.address()));
            nodes.put(peer.name(), ask(peer.name(), peer.address(), admin, peer.liveness()));
        }
        return new ClusterReport(said.cluster(), nodes.values().stream().toList());
    }

    private ClusterReport.Node ask(String name, String address, Address admin, String liveness) {
        Optional<AdminPages.Answer> answer = pages.get(admin, PAGE);
        Optional<NodeReport> says =
                answer.filter(AdminPages.Answer::isGood).flatMap(good -> report(good.body()));
        String excuse =
                answer.filter(bad -> !bad.isGood()).map(AdminPages.Answer::error).orElse("");
        return new ClusterReport.Node(name, address, admin, says, excuse, liveness);
    }

    private static Optional<NodeReport> report(String body) {
        try {
            return Optional.of(NodeReport.parse(body));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
