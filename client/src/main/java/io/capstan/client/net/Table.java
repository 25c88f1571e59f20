package io.capstan.client.net;

import io.capstan.client.Asks;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// One table of a cluster. Reads without a level are at the table's own.
public final class Table {
    private final CapstanClient client;
    private final TableEntry entry;
    private final TraceContext trace;

    Table(CapstanClient client, TableEntry entry) {
        this(client, entry, TraceContext.NONE);
    }

    private Table(CapstanClient client, TableEntry entry, TraceContext trace) {
        this.client = client;
        this.entry = entry;
        this.trace = trace;
    }

    /// The same table, but every request through this one is followed through all replicas, as a
    /// part of this trace.
    public Table traced(TraceContext context) {
        return new Table(client, entry, context);
    }

    static Table system(CapstanClient client) {
        return new Table(client, new TableEntry(TableId.SYSTEM, "system", TablePolicy.DEFAULT));
    }

    /// The table as the catalog had it when it was looked up.
    public TableEntry entry() {
        return entry;
    }

    public TableId id() {
        return entry.id();
    }

    public String name() {
        return entry.name();
    }

    public TablePolicy policy() {
        return entry.policy();
    }

    public void put(Bytes key, Bytes value) {
        CapstanClient.join(putAsync(key, value));
    }

    public CompletionStage<Outcome.Done> putAsync(Bytes key, Bytes value) {
        return command(Asks.put(key, value));
    }

    public void delete(Bytes key) {
        CapstanClient.join(deleteAsync(key));
    }

    public CompletionStage<Outcome.Done> deleteAsync(Bytes key) {
        return command(Asks.delete(key));
    }

    public Optional<Row> get(Bytes key) {
        return CapstanClient.join(getAsync(key));
    }

    public Optional<Row> get(Bytes key, Consistency level) {
        return CapstanClient.join(getAsync(key, level));
    }

    public CompletionStage<Optional<Row>> getAsync(Bytes key) {
        return getAsync(key, policy().consistency());
    }

    public CompletionStage<Optional<Row>> getAsync(Bytes key, Consistency level) {
        return client.ask(id(), level, Asks.get(key), trace).thenApply(CapstanClient::first);
    }

    /// Puts `value` if the key's value is `expected` (empty: if it has none). False: it is another,
    /// and nothing changed.
    public boolean compareAndSet(Bytes key, Optional<Bytes> expected, Bytes value) {
        return CapstanClient.join(compareAndSetAsync(key, expected, value));
    }

    public CompletionStage<Boolean> compareAndSetAsync(
            Bytes key, Optional<Bytes> expected, Bytes value) {
        return command(Asks.compareAndSet(key, expected, value))
                .thenApply(done -> done.result() instanceof Result.Written);
    }

    /// Any command; its keys must lie in one shard.
    public CompletionStage<Outcome.Done> command(Command command) {
        return client.ask(id(), Consistency.LINEARIZABLE, command, trace);
    }

    /// One page of the rows in [from, until) (empty `until`: no bound), at most `limit`, after what
    /// an earlier page's `more` says. Hash tables give rows in the order of the keys' hashes.
    public CompletionStage<CapstanClient.Page> scanAsync(
            Bytes from, Bytes until, int limit, Bytes after, Consistency level) {
        return client.ask(id(), level, CapstanClient.scan(from, until, limit, after), trace)
                .thenApply(CapstanClient::page);
    }

    /// As [#scanAsync]; waits.
    public CapstanClient.Page page(
            Bytes from, Bytes until, int limit, Bytes after, Consistency level) {
        return CapstanClient.join(scanAsync(from, until, limit, after, level));
    }

    /// Shows every row in [from, until) to `seen`, page by page. Each page is read at the table's
    /// level; together they are not one moment.
    public void scan(Bytes from, Bytes until, Consumer<Row> seen) {
        Bytes after = Bytes.EMPTY;
        do {
            CapstanClient.Page page =
                    page(from, until, Query.MAX_ROWS, after, policy().consistency());
            page.rows().forEach(seen);
            after = page.more();
        } while (!after.isEmpty());
    }

    /// All rows whose keys begin with `prefix`; for the few rows of a system table.
    public List<Row> withPrefix(Bytes prefix) {
        List<Row> rows = new ArrayList<>();
        scan(prefix, prefix.prefixEnd(), rows::add);
        return rows;
    }
}
