package io.capstan.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.capstan.node.host.NodeStatus;
import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The admin address: `/livez` says that the process is there, `/status` how the node stands, as
/// JSON. On virtual threads, so that it answers while the host's loop is busy or stuck.
public final class AdminHttp implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<CompletableFuture<NodeStatus>> status;

    public static AdminHttp serve(
            InetSocketAddress at, Supplier<CompletableFuture<NodeStatus>> status) {
        AdminHttp admin = new AdminHttp(at, status);
        admin.server.start();
        return admin;
    }

    private AdminHttp(InetSocketAddress at, Supplier<CompletableFuture<NodeStatus>> status) {
        this.status = status;
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
        server.createContext("/livez", exchange -> answer(exchange, OK, "text/plain", "ok\n"));
        server.createContext("/status", this::tellStatus);
    }

    private void tellStatus(HttpExchange exchange) throws IOException {
        try {
            NodeStatus now = status.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            answer(exchange, OK, "application/json", StatusJson.of(now) + "\n");
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
