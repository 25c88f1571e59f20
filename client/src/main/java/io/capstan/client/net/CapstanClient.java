package io.capstan.client.net;

import io.capstan.client.Asks;
import io.capstan.client.ClientOptions;
import io.capstan.client.Errand;
import io.capstan.client.Finished;
import io.capstan.client.TokenText;
import io.capstan.client.Wish;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Nearest;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.WireReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// The Java client: one session to a cluster, for any number of threads.
///
/// Every call comes in two forms: one that returns a [CompletionStage], and one that waits. A call
/// that does not succeed fails with a [CapstanException]. Stages complete on the client's own
/// thread: what hangs on them must not block.
public final class CapstanClient implements AutoCloseable {
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    /// A request to the cluster as a whole names no table.
    private static final TableId NO_TABLE = new TableId(0);

    private final Connection connection;
    private final Duration deadline;

    /// Connects when first asked something. `contacts`: some of the cluster's nodes, at least one.
    public static CapstanClient to(List<Address> contacts) {
        return new CapstanClient(contacts, ClientOptions.DEFAULT, DEFAULT_DEADLINE);
    }

    /// Says step by step what the client is to be like.
    public static ClientBuilder builder() {
        return new ClientBuilder();
    }

    public CapstanClient(List<Address> contacts, ClientOptions options, Duration deadline) {
        this.connection = new Connection(contacts, options);
        this.deadline = deadline;
    }

    /// The table of this name, as the catalog has it now.
    public Table table(String name) {
        return await(tableAsync(name));
    }

    public CompletionStage<Table> tableAsync(String name) {
        return tableAsync(name, Wish.at(Consistency.LINEARIZABLE));
    }

    /// The table of this name, as the catalog has it at the level that is wished: without a
    /// majority only a weak one is to be had. An id is never used again, so a table that has gone
    /// meanwhile is refused when it is asked; one that is quite new may not be found.
    public Table table(String name, Wish wish) {
        return await(tableAsync(name, wish));
    }

    public CompletionStage<Table> tableAsync(String name, Wish wish) {
        return systemTable()
                .read(Asks.get(CatalogKeys.table(name)), wish)
                .thenApply(answer -> table(entry(name, answer.value())));
    }

    private Table table(TableEntry entry) {
        return new Table(this, entry, TraceContext.NONE, deadline);
    }

    private static TableEntry entry(String name, Outcome.Done done) {
        return rows(done).stream()
                .findFirst()
                .map(row -> TableEntryCodec.INSTANCE.read(new WireReader(row.value())))
                .orElseThrow(() ->
                        CapstanException.refused(
                                ErrorCode.UNKNOWN_TABLE,
                                "there is no table '"
                                        + name
                                        + "'; `capstan table list` shows those there are"));
    }

    /// Makes a table; one of the same name is refused with `CAP-1302`.
    public void createTable(String name, TablePolicy policy) {
        await(ask(NO_TABLE, Consistency.LINEARIZABLE, new Administer.CreateTable(name, policy)));
    }

    /// Drops a table with all its rows. Returns once it is gone from the map; the nodes free what
    /// it held soon after. No table of that name is refused with `CAP-1301`.
    public void dropTable(String name) {
        table(name);
        await(ask(NO_TABLE, Consistency.LINEARIZABLE, new Administer.DropTable(name)));
    }

    /// All tables, by name.
    public List<TableEntry> tables() {
        return systemTable().withPrefix(CatalogKeys.TABLES).stream()
                .map(row -> TableEntryCodec.INSTANCE.read(new WireReader(row.value())))
                .toList();
    }

    /// The system table: tables, shards, nodes, jobs as rows.
    public Table systemTable() {
        return table(new TableEntry(TableId.SYSTEM, "system", TablePolicy.DEFAULT));
    }

    /// What became of any request, without judging it; never fails.
    public CompletionStage<Finished> submit(TableId table, Consistency level, Ask ask) {
        return submit(table, ShardId.NONE, level, ask);
    }

    /// As [#submit], asked of this shard.
    public CompletionStage<Finished> submit(
            TableId table, ShardId shard, Consistency level, Ask ask) {
        return connection.submit(errand(table, shard, level, ask));
    }

    /// One page of the digest of what this very replica holds as of a time.
    public CompletionStage<Result.Digested> digest(
            ShardDescriptor shard, ReplicaId replica, HybridTime at, Bytes after, int limit) {
        Query page = new Query.Digest(replica, at, after, limit);
        return submit(shard.table(), shard.shard(), Consistency.EVENTUAL, page)
                .thenApply(finished -> {
                    if (finished.outcome() instanceof Outcome.Done done
                            && done.result() instanceof Result.Digested digested) return digested;
                    throw CapstanException.of(finished.outcome());
                });
    }

    /// All shards, by id, as the map has them now.
    public List<ShardDescriptor> shards() {
        return systemTable().withPrefix(CatalogKeys.SHARDS).stream()
                .map(row -> DescriptorCodec.INSTANCE.decode(row.value()))
                .toList();
    }

    /// All nodes, by id, as the map has them now.
    public List<NodeEntry> nodes() {
        return systemTable().withPrefix(CatalogKeys.NODES).stream()
                .map(row -> NodeEntryCodec.INSTANCE.decode(row.value()))
                .toList();
    }

    /// The node of this name, as the map has it now; none is refused with `CAP-1306`.
    public NodeEntry node(String name) {
        List<NodeEntry> known = nodes();
        for (NodeEntry node : known) if (node.name().equals(name)) return node;
        boolean gone = removedNodes().stream().anyMatch(node -> node.name().equals(name));
        List<String> names = known.stream().map(NodeEntry::name).sorted().toList();
        throw CapstanException.refused(
                ErrorCode.UNKNOWN_NODE,
                gone
                        ? "node " + name + " was removed from the cluster already"
                        : "there is no node '"
                                + name
                                + "'; "
                                + Nearest.to(name, names)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("there are " + String.join(", ", names)));
    }

    /// The nodes that were removed from the cluster, by id.
    public List<NodeEntry> removedNodes() {
        return systemTable().withPrefix(CatalogKeys.GONE).stream()
                .map(row -> NodeEntryCodec.INSTANCE.decode(row.value()))
                .toList();
    }

    /// The jobs that run, and some that are over, by number.
    public List<JobEntry> jobs() {
        return systemTable().withPrefix(CatalogKeys.JOBS).stream()
                .map(row -> JobEntryCodec.INSTANCE.decode(row.value()))
                .toList();
    }

    /// Begins to move all that `node` holds to `replacement`, and to remove `node` then. Returns
    /// the job, which goes on by itself; what cannot be is refused (`CAP-1304` to `CAP-1308`).
    public JobEntry replaceNode(NodeId node, NodeId replacement) {
        return job(new Administer.ReplaceNode(node, replacement));
    }

    /// As [#replaceNode], with everything going to where the placement wants it.
    public JobEntry removeNode(NodeId node) {
        return job(new Administer.RemoveNode(node));
    }

    private JobEntry job(Administer.OfCluster wish) {
        Outcome.Done done = await(ask(NO_TABLE, Consistency.LINEARIZABLE, wish));
        return first(done)
                .map(row -> JobEntryCodec.INSTANCE.decode(row.value()))
                .orElseThrow(() -> CapstanException.of(done));
    }

    private CompletionStage<Outcome.Done> ask(TableId table, Consistency level, Ask ask) {
        return run(errand(table, ShardId.NONE, level, ask)).thenApply(Answer::value);
    }

    private Errand errand(TableId table, ShardId shard, Consistency level, Ask ask) {
        return new Errand(table, shard, List.of(level), ask, TraceContext.NONE, deadline);
    }

    CompletionStage<Answer<Outcome.Done>> run(Errand errand) {
        return connection
                .submit(errand)
                .thenApply(finished -> {
                    if (!(finished.outcome() instanceof Outcome.Done done))
                        throw CapstanException.of(finished.outcome());
                    Address contact = connection.address(finished.contact());
                    return new Answer<>(done, Receipt.of(errand, finished, done, contact));
                });
    }

    /// What this session has seen, as text: another one that takes it in with [#join] reads nothing
    /// older at the session levels. It grows with every answer; take it after those that count.
    public String session() {
        return connection.session();
    }

    /// Takes in what another session of the same cluster has seen, as its [#session] told. A text
    /// that is no token, or is of another cluster, is refused with `CAP-1405` and changes nothing.
    public void join(String token) {
        await(joinAsync(token));
    }

    /// As [#join]; gives this session's token as it is then. Asks a node first, which tells what
    /// cluster this is and what time it has.
    public CompletionStage<String> joinAsync(String token) {
        return switch (TokenText.parse(token)) {
            case Parsed.Mistake<TokenText.Carried>(String message) ->
                    CompletableFuture.failedStage(
                            CapstanException.refused(ErrorCode.MALFORMED, message));
            case Parsed.Value<TokenText.Carried>(TokenText.Carried carried) ->
                    ask(TableId.SYSTEM, Consistency.EVENTUAL, Asks.get(CatalogKeys.table("system")))
                            .thenCompose(_ -> connection.join(carried));
        };
    }

    static List<Row> rows(Outcome.Done done) {
        if (done.result() instanceof Result.Rows rows) return rows.rows();
        throw CapstanException.of(done);
    }

    /// One page of a scan: its rows, and where to go on (empty: the end).
    public record Page(List<Row> rows, Bytes more) {}

    static Page page(Outcome.Done done) {
        if (done.result() instanceof Result.Rows rows) return new Page(rows.rows(), rows.more());
        throw CapstanException.of(done);
    }

    static Query scan(Bytes from, Bytes until, int limit, Bytes after) {
        return new Query.Scan(from, until, limit, after);
    }

    static Optional<Row> first(Outcome.Done done) {
        return rows(done).stream().findFirst();
    }

    /// Waits; a failure comes out as the [CapstanException] that it is.
    static <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CapstanException known) throw known;
            throw e;
        }
    }

    /// Ends the session. Requests still under way end as unknown.
    @Override
    public void close() {
        connection.close();
    }
}
