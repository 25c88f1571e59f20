package io.capstan.client.net;

import io.capstan.client.Asks;
import io.capstan.client.Wish;
import io.capstan.core.Bytes;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The same table, where every answer comes with its [Receipt].
public final class Receipted {
    private final Table table;

    Receipted(Table table) {
        this.table = table;
    }

    public Answer<Optional<Row>> get(Bytes key, Wish wish) {
        return CapstanClient.await(getAsync(key, wish));
    }

    public CompletionStage<Answer<Optional<Row>>> getAsync(Bytes key, Wish wish) {
        return table.read(Asks.get(key), wish)
                .thenApply(answer -> answer.map(CapstanClient::first));
    }

    /// As [Table#page].
    public Answer<CapstanClient.Page> page(
            Bytes from, Bytes until, int limit, Bytes after, Wish wish) {
        return CapstanClient.await(pageAsync(from, until, limit, after, wish));
    }

    public CompletionStage<Answer<CapstanClient.Page>> pageAsync(
            Bytes from, Bytes until, int limit, Bytes after, Wish wish) {
        return table.read(CapstanClient.scan(from, until, limit, after), wish)
                .thenApply(answer -> answer.map(CapstanClient::page));
    }

    public Answer<Outcome.Done> put(Bytes key, Bytes value) {
        return CapstanClient.await(command(Asks.put(key, value)));
    }

    public Answer<Outcome.Done> delete(Bytes key) {
        return CapstanClient.await(command(Asks.delete(key)));
    }

    /// As [Table#compareAndSet].
    public Answer<Boolean> compareAndSet(Bytes key, Optional<Bytes> expected, Bytes value) {
        return CapstanClient.await(compareAndSetAsync(key, expected, value));
    }

    public CompletionStage<Answer<Boolean>> compareAndSetAsync(
            Bytes key, Optional<Bytes> expected, Bytes value) {
        return command(Asks.compareAndSet(key, expected, value))
                .thenApply(answer -> answer.map(done -> done.result() instanceof Result.Written));
    }

    /// Any command; its keys must lie in one shard.
    public CompletionStage<Answer<Outcome.Done>> command(Command command) {
        return table.run(command);
    }
}
