package io.capstan.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.NodeStatus;
import io.capstan.server.port.PortFailure;
import io.capstan.server.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The admin address, for people and for whoever watches over processes. On virtual threads, so
/// that it answers while the host's loop is busy or stuck.
///
/// - `/livez`: the process is there.
/// - `/readyz`: 200 where the node serves ([Readiness]), 503 with the reasons where it does not.
/// - `/safe-to-stop`: 200 where every shard would keep a majority without this node ([Safety]).
/// - `/status`: how the node stands, as JSON.
/// - `/metrics`: its figures, for Prometheus.
/// - `/traces/ID`: what it has seen of the trace with this id, as JSON; 404 where it has nothing. A
///   `POST` with `?span=..&start_us=..&took_us=..` adds what the request took its client.
public final class AdminHttp implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2;
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TRACES = "/traces/";
    private static final Pattern CLIENT_SPAN =
            Pattern.compile("span=([0-9a-f]{16})&start_us=([0-9]{1,17})&took_us=([0-9]{1,17})");
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /// Reasons told one by one; of more, how many.
    private static final int REASONS_TOLD = 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<CompletableFuture<NodeStatus>> status;
    private final Telemetry telemetry;
    private volatile boolean leaving;

    public static AdminHttp serve(
            InetSocketAddress at,
            Supplier<CompletableFuture<NodeStatus>> status,
            Telemetry telemetry) {
        AdminHttp admin = new AdminHttp(at, status, telemetry);
        admin.server.start();
        return admin;
    }

    private AdminHttp(
            InetSocketAddress at,
            Supplier<CompletableFuture<NodeStatus>> status,
            Telemetry telemetry) {
        this.status = status;
        this.telemetry = telemetry;
        // Else the end of every answer waits for the asker to acknowledge its beginning: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(at, 0);
        } catch (IOException e) {
            throw new PortFailure(
                    "cannot listen on "
                            + at.getHostString()
                            + ":"
                            + at.getPort()
                            + " (admin): "
                            + e.getMessage(),
                    e);
        }
        server.setExecutor(threads);
        page("/livez", exchange -> answer(exchange, OK, "text/plain", "ok\n"));
        page("/readyz", exchange -> tell(exchange, now -> verdict(missing(now), "ready")));
        page("/safe-to-stop", exchange -> tell(exchange, now -> verdict(lostBy(now), "safe")));
        page(
                "/status",
                exchange ->
                        tell(
                                exchange,
                                now ->
                                        new Page(
                                                OK,
                                                "application/json",
                                                StatusJson.of(now) + "\n")));
        page("/metrics", exchange -> answer(exchange, OK, PROMETHEUS, telemetry.meters().scrape()));
        server.createContext(TRACES, this::tellTrace);
        server.createContext("/", AdminHttp::tellNothing);
    }

    /// What is answered.
    private record Page(int code, String type, String body) {}

    /// A context of the server stands for everything below it, too; a page only for itself.
    private void page(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    if (exchange.getRequestURI().getPath().equals(path)) handler.handle(exchange);
                    else tellNothing(exchange);
                });
    }

    private static void tellNothing(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                NOT_FOUND,
                "text/plain",
                "nothing here; ask /livez, /readyz, /safe-to-stop, /status, /metrics or"
                        + " /traces/ID\n");
    }

    private void tellTrace(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring(TRACES.length());
        if (exchange.getRequestMethod().equals("POST")) {
            noteTrace(exchange, id);
            return;
        }
        Optional<String> seen = telemetry.trace(id);
        if (seen.isPresent()) answer(exchange, OK, "application/json", seen.get() + "\n");
        else
            answer(
                    exchange,
                    NOT_FOUND,
                    "text/plain",
                    "nothing has been seen here of a trace with this id\n");
    }

    private void noteTrace(HttpExchange exchange, String id) throws IOException {
        Matcher query = CLIENT_SPAN.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        Optional<TraceContext> client =
                query.matches() ? TraceContext.parse(id, query.group(1)) : Optional.empty();
        if (client.isEmpty()) {
            answer(
                    exchange,
                    BAD_REQUEST,
                    "text/plain",
                    "a client's part is told as /traces/ID?span=..&start_us=..&took_us=..\n");
            return;
        }
        telemetry.clientTook(
                client.get(), Long.parseLong(query.group(2)), Long.parseLong(query.group(3)));
        answer(exchange, OK, "text/plain", "noted\n");
    }

    /// The node is to stop: it is not ready from now on, whatever else it says.
    public void leaving() {
        leaving = true;
    }

    private List<String> missing(NodeStatus now) {
        return leaving ? List.of("the node is about to stop") : Readiness.missing(now);
    }

    private static List<String> lostBy(NodeStatus now) {
        return Safety.lostBy(now);
    }

    private static Page verdict(List<String> against, String good) {
        return against.isEmpty()
                ? new Page(OK, "text/plain", good + "\n")
                : new Page(UNAVAILABLE, "text/plain", "not " + good + "\n" + told(against));
    }

    private static String told(List<String> reasons) {
        StringBuilder text = new StringBuilder();
        reasons.stream().limit(REASONS_TOLD).forEach(one -> text.append(one).append('\n'));
        if (reasons.size() > REASONS_TOLD)
            text.append("and ").append(reasons.size() - REASONS_TOLD).append(" more\n");
        return text.toString();
    }

    private void tell(HttpExchange exchange, Function<NodeStatus, Page> form) throws IOException {
        try {
            NodeStatus now = status.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Page page = form.apply(now);
            answer(exchange, page.code(), page.type(), page.body());
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            answer(exchange, UNAVAILABLE, "text/plain", "the node does not answer\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int code, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
