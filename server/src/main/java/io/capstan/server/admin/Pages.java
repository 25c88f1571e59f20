package io.capstan.server.admin;

import io.capstan.core.request.ErrorCode;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.NodeStatus;
import io.capstan.server.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the admin address says to what. On the thread of the port; whatever waits for the node does
/// so elsewhere, and the node is asked one thing at a time however many want to know it.
final class Pages {
    /// How long the node may take for its answer.
    private static final long PATIENCE_SECONDS = 2;

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TRACES = "/traces/";
    private static final Pattern CLIENT_SPAN =
            Pattern.compile("span=([0-9a-f]{16})&start_us=([0-9]{1,17})&took_us=([0-9]{1,17})");

    /// Reasons told one by one; of more, how many.
    private static final int REASONS_TOLD = 10;

    private final Supplier<CompletableFuture<NodeStatus>> status;
    private final Telemetry telemetry;
    private CompletableFuture<NodeStatus> asked = CompletableFuture.failedFuture(new Unasked());
    private volatile boolean leaving;

    /// The node has not been asked yet.
    private static final class Unasked extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Pages(Supplier<CompletableFuture<NodeStatus>> status, Telemetry telemetry) {
        this.status = status;
        this.telemetry = telemetry;
    }

    /// The node is to stop: it is not ready from now on, whatever else it says.
    void leaving() {
        leaving = true;
    }

    /// Never fails.
    CompletionStage<Page> of(Asked what) {
        return switch (what.path()) {
            case "/livez" -> read(what, () -> Page.text("ok\n"));
            case "/metrics" ->
                    read(what, () -> new Page(Page.OK, PROMETHEUS, telemetry.meters().scrape()));
            case "/readyz" -> tell(what, this::readiness);
            case "/safe-to-stop" -> tell(what, Pages::safety);
            case "/status" -> tell(what, now -> Page.json(StatusJson.of(now)));
            default ->
                    what.path().startsWith(TRACES)
                            ? now(trace(what, what.path().substring(TRACES.length())))
                            : now(nothing(what));
        };
    }

    private static CompletionStage<Page> now(Page page) {
        return CompletableFuture.completedFuture(page);
    }

    private static Page nothing(Asked what) {
        return Page.error(Page.NOT_FOUND, ErrorCode.NO_SUCH_PAGE, "there is no " + what.path());
    }

    private static Page wrongMethod(Asked what) {
        return Page.error(
                Page.WRONG_METHOD,
                ErrorCode.WRONG_METHOD,
                what.path() + " does not know the method " + what.method());
    }

    private static CompletionStage<Page> read(Asked what, Supplier<Page> page) {
        return now(what.reads() ? page.get() : wrongMethod(what));
    }

    private CompletionStage<Page> tell(Asked what, Function<NodeStatus, Page> form) {
        if (!what.reads()) return now(wrongMethod(what));
        if (asked.isDone()) asked = status.get();
        return asked.copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((now, failure) -> failure == null ? form.apply(now) : silent());
    }

    private static Page silent() {
        return Page.error(
                Page.UNAVAILABLE,
                ErrorCode.NODE_SILENT,
                "the node has not answered within " + PATIENCE_SECONDS + " s");
    }

    private Page readiness(NodeStatus now) {
        List<String> missing =
                leaving ? List.of("the node is about to stop") : Readiness.missing(now);
        return verdict("ready", ErrorCode.NOT_READY, missing);
    }

    private static Page safety(NodeStatus now) {
        return verdict("safe", ErrorCode.NOT_SAFE_TO_STOP, Safety.lostBy(now));
    }

    private static Page verdict(String good, ErrorCode code, List<String> against) {
        if (against.isEmpty()) return Page.text(good + "\n");
        List<String> told = new ArrayList<>(against.stream().limit(REASONS_TOLD).toList());
        if (against.size() > REASONS_TOLD)
            told.add("and " + (against.size() - REASONS_TOLD) + " more");
        String message = "not " + good + ": " + String.join("; ", told);
        return Page.error(Page.UNAVAILABLE, code, message, told);
    }

    private Page trace(Asked what, String id) {
        if (what.method().equals("POST")) return note(what, id);
        if (!what.reads()) return wrongMethod(what);
        return telemetry
                .trace(id)
                .map(Page::json)
                .orElseGet(() ->
                        Page.error(
                                Page.NOT_FOUND,
                                ErrorCode.NO_SUCH_PAGE,
                                "nothing has been seen here of a trace with this id"));
    }

    private Page note(Asked what, String id) {
        Matcher query = CLIENT_SPAN.matcher(what.query());
        Optional<TraceContext> client =
                query.matches() ? TraceContext.parse(id, query.group(1)) : Optional.empty();
        if (client.isEmpty())
            return Page.error(
                    Page.BAD_REQUEST,
                    ErrorCode.MALFORMED,
                    "a client's part is told as /traces/ID?span=..&start_us=..&took_us=..");
        telemetry.clientTook(
                client.get(), Long.parseLong(query.group(2)), Long.parseLong(query.group(3)));
        return Page.text("noted\n");
    }
}
