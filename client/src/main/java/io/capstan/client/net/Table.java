package io.capstan.client.net;

import io.capstan.client.Asks;
import io.capstan.client.Errand;
import io.capstan.client.Wish;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Row;
import io.capstan.core.trace.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// One table of a cluster. Reads without a [Wish] are at the table's own level; what comes without
/// a deadline has the client's.
public final class Table {
    private final CapstanClient client;
    private final TableEntry entry;
    private final TraceContext trace;
    private final Duration deadline;

    Table(CapstanClient client, TableEntry entry, TraceContext trace, Duration deadline) {
        this.client = client;
        this.entry = entry;
        this.trace = trace;
        this.deadline = deadline;
    }

    /// The same table, but every request through this one is followed through all replicas, as a
    /// part of this trace.
    public Table traced(TraceContext context) {
        return new Table(client, entry, context, deadline);
    }

    /// The same table, but every request through this one, commands too, may take so long; a [Wish]
    /// that names a time of its own goes before.
    public Table within(Duration time) {
        return new Table(client, entry, trace, time);
    }

    /// The same table, where every answer comes with its receipt.
    public Receipted receipted() {
        return new Receipted(this);
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
        CapstanClient.await(putAsync(key, value));
    }

    public CompletionStage<Outcome.Done> putAsync(Bytes key, Bytes value) {
        return command(Asks.put(key, value));
    }

    public void delete(Bytes key) {
        CapstanClient.await(deleteAsync(key));
    }

    public CompletionStage<Outcome.Done> deleteAsync(Bytes key) {
        return command(Asks.delete(key));
    }

    public Optional<Row> get(Bytes key) {
        return get(key, Wish.USUAL);
    }

    public Optional<Row> get(Bytes key, Wish wish) {
        return CapstanClient.await(getAsync(key, wish));
    }

    public CompletionStage<Optional<Row>> getAsync(Bytes key) {
        return getAsync(key, Wish.USUAL);
    }

    public CompletionStage<Optional<Row>> getAsync(Bytes key, Wish wish) {
        return receipted().getAsync(key, wish).thenApply(Answer::value);
    }

    /// Puts `value` if the key's value is `expected` (empty: if it has none). False: it is another,
    /// and nothing changed.
    public boolean compareAndSet(Bytes key, Optional<Bytes> expected, Bytes value) {
        return CapstanClient.await(compareAndSetAsync(key, expected, value));
    }

    public CompletionStage<Boolean> compareAndSetAsync(
            Bytes key, Optional<Bytes> expected, Bytes value) {
        return receipted().compareAndSetAsync(key, expected, value).thenApply(Answer::value);
    }

    /// Any command; its keys must lie in one shard.
    public CompletionStage<Outcome.Done> command(Command command) {
        return run(command).thenApply(Answer::value);
    }

    /// One page of the rows in [from, until) (empty `until`: no bound), at most `limit`, after what
    /// an earlier page's `more` says. Hash tables give rows in the order of the keys' hashes.
    public CompletionStage<CapstanClient.Page> pageAsync(
            Bytes from, Bytes until, int limit, Bytes after, Wish wish) {
        return receipted().pageAsync(from, until, limit, after, wish).thenApply(Answer::value);
    }

    /// As [#pageAsync]; waits.
    public CapstanClient.Page page(Bytes from, Bytes until, int limit, Bytes after, Wish wish) {
        return CapstanClient.await(pageAsync(from, until, limit, after, wish));
    }

    /// Shows every row in [from, until) to `seen`, page by page, each as the table's own level has
    /// it; together they are not one moment.
    public void scan(Bytes from, Bytes until, Consumer<Row> seen) {
        scan(from, until, Wish.USUAL, seen);
    }

    /// As above, with a wish that holds for each page: it has its own time, and falls back by
    /// itself.
    public void scan(Bytes from, Bytes until, Wish wish, Consumer<Row> seen) {
        Bytes after = Bytes.EMPTY;
        do {
            CapstanClient.Page page = page(from, until, Query.MAX_ROWS, after, wish);
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

    CompletionStage<Answer<Outcome.Done>> read(Query query, Wish wish) {
        return client.run(
                new Errand(
                        id(),
                        ShardId.NONE,
                        wish.levels(policy().consistency()),
                        query,
                        trace,
                        wish.deadline().orElse(deadline)));
    }

    CompletionStage<Answer<Outcome.Done>> run(Command command) {
        List<Consistency> whatever = List.of(Consistency.LINEARIZABLE);
        return client.run(new Errand(id(), ShardId.NONE, whatever, command, trace, deadline));
    }
}
