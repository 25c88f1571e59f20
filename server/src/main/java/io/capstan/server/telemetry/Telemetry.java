package io.capstan.server.telemetry;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Clock;
import io.capstan.core.request.Outcome;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.HostObserver;
import io.capstan.server.port.Refusal;
import io.capstan.server.port.RefusalWatch;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// All that one node tells of itself, put together.
///
/// The registry of figures takes a quarter of a second to load; it is made on a thread of its own
/// while the node opens its folder, and waited for when the host is about to begin.
public final class Telemetry implements RefusalWatch, AutoCloseable {
    private final String node;
    private final Bulletin bulletin = new Bulletin();
    private final CompletableFuture<Meters> meters;
    private final TraceBook book = new TraceBook();
    private final Happenings log;
    private final Optional<OtlpExport> export;
    private final ClientSpans clients = new ClientSpans();

    /// `collector`: where spans are sent to, if anywhere.
    public Telemetry(String node, Optional<String> collector) {
        this.node = node;
        log = new Happenings(node);
        export = collector.map(url -> new OtlpExport(url, node, book));
        meters = CompletableFuture.supplyAsync(this::figures, Telemetry::aside);
    }

    private static void aside(Runnable task) {
        Thread.ofPlatform().name("capstan-figures").daemon().start(task);
    }

    private Meters figures() {
        Meters made = new Meters(bulletin);
        made.follow(Meters.Followed.TRACE_SIGHTINGS, book, TraceBook::written);
        made.follow(Meters.Followed.LOG_SUPPRESSED, log, Happenings::suppressed);
        made.follow(
                Meters.Followed.TRACE_EXPORTED,
                export,
                to -> to.map(OtlpExport::exported).orElse(0L));
        made.follow(
                Meters.Followed.TRACE_DROPPED,
                export,
                to -> to.map(OtlpExport::dropped).orElse(0L));
        return made;
    }

    /// Waits until they are made.
    public Meters meters() {
        return meters.join();
    }

    /// Where the host puts up how it stands.
    public Bulletin bulletin() {
        return bulletin;
    }

    /// A sync of one file took so long; from the thread that waits for the device, which does not
    /// wait here.
    public void synced(long tookNanos) {
        var _ = meters.thenAccept(made -> made.synced(tookNanos));
    }

    /// Watches the node's host. `known`: who is told where the map says that a node is to be
    /// reached. `disbelieved`: who is told that a frame of this sender was not believed, and why.
    public HostObserver observer(
            Clock clock, Consumer<NodeEntry> known, BiConsumer<NodeId, String> disbelieved) {
        return new NodeObserver(clock, meters(), log, book, known, disbelieved);
    }

    @Override
    public void refused(String port, SocketAddress from, Refusal why, String words) {
        var _ = meters.thenAccept(made -> made.connectionRefused(port, why));
        log.tell(
                Happening.of(
                                EventKind.CONNECTION_REFUSED,
                                "refused a connection from " + from + ": " + words)
                        .with("port", port)
                        .with("reason", why.word()));
    }

    @Override
    public void refusedBy(SocketAddress peer, Outcome.Refused why) {
        log.tell(
                Happening.of(
                                EventKind.PEER_REFUSES,
                                peer + " does not take what this node sends: " + why.message())
                        .with("code", why.code().toString()));
    }

    /// The spans that this node has of a trace, as JSON; empty where it has none.
    public Optional<String> trace(String id) {
        List<Span> spans = new ArrayList<>(clients.of(id));
        spans.addAll(Spans.of(book.of(id)));
        return spans.isEmpty() ? Optional.empty() : Optional.of(TraceJson.of(id, node, spans));
    }

    /// A client says how long a traced request took it; `client` is the context that the request
    /// was sent in.
    public void clientTook(TraceContext client, long startMicros, long tookMicros) {
        clients.add(client, startMicros, tookMicros);
    }

    /// The node has recovered and listens.
    public void ready() {
        log.tell(Happening.of(EventKind.NODE_READY, EventKind.NODE_READY.doc()));
    }

    /// The node was asked to end.
    public void stops() {
        log.tell(Happening.of(EventKind.NODE_STOPS, EventKind.NODE_STOPS.doc()));
    }

    @Override
    public void close() {
        export.ifPresent(OtlpExport::close);
        meters().close();
    }
}
