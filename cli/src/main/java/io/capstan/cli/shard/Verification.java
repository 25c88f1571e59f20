package io.capstan.cli.shard;

import io.capstan.cli.kv.RowJson;
import io.capstan.cli.shard.Audit.Said;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.Bytes;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/// Asks all replicas of a shard, learners too, what they hold as of the time at which its turn
/// comes, and says in words what came of it.
public final class Verification {
    /// How a shard stands.
    public enum Verdict {
        EQUAL,
        DIFFERENT,
        UNKNOWN
    }

    /// What was found of one shard, for people and as one JSON object.
    public record Finding(Verdict verdict, String line, String json) {}

    private final CapstanClient client;
    private final ShardLines names;

    public Verification(CapstanClient client, ShardLines names) {
        this.client = client;
        this.names = names;
    }

    public Finding of(ShardDescriptor shard) {
        HybridTime at = HybridTime.ofMillis(System.currentTimeMillis());
        return finding(shard, Audit.of((after, limit) -> page(shard, at, after, limit)));
    }

    /// All are asked at once, then waited for in turn.
    private Map<String, Said> page(ShardDescriptor shard, HybridTime at, Bytes after, int limit) {
        Map<String, CompletionStage<Said>> asked = new LinkedHashMap<>();
        for (Member member : shard.members())
            asked.put(
                    names.node(member.node()),
                    client.digest(shard, member.replica(), at, after, limit)
                            .<Said>thenApply(Said.Page::new)
                            .exceptionally(Verification::nothing));
        Map<String, Said> said = new LinkedHashMap<>();
        asked.forEach((node, stage) -> said.put(node, stage.toCompletableFuture().join()));
        return said;
    }

    private static Said nothing(Throwable failure) {
        Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
        if (cause instanceof CapstanException known)
            return new Said.Nothing(String.valueOf(known.getMessage()));
        throw failure instanceof CompletionException e ? e : new CompletionException(failure);
    }

    private Finding finding(ShardDescriptor shard, Audit.Verdict verdict) {
        String head = shard.shard() + " " + names.table(shard) + "  ";
        String json = "{\"shard\":" + quoted(shard.shard()) + ",\"table\":" + table(shard);
        return switch (verdict) {
            case Audit.Verdict.Equal(long rows, long digest) -> {
                String hex = String.format(Locale.ROOT, "%016x", digest);
                yield new Finding(
                        Verdict.EQUAL,
                        head
                                + "equal  rows="
                                + rows
                                + " digest="
                                + hex
                                + " replicas="
                                + shard.members().size(),
                        json
                                + ",\"verdict\":\"equal\",\"rows\":"
                                + rows
                                + ",\"digest\":\""
                                + hex
                                + "\"}");
            }
            case Audit.Verdict.Different(long equal, Bytes after, var found) ->
                    new Finding(
                            Verdict.DIFFERENT,
                            head
                                    + "DIFFERENT  after "
                                    + equal
                                    + " equal rows, in the row that follows "
                                    + key(shard, after)
                                    + ": "
                                    + sides(found)
                                    + "; replace the replica that is wrong: capstan node replace",
                            json
                                    + ",\"verdict\":\"different\",\"equal_rows\":"
                                    + equal
                                    + ",\"after\":"
                                    + RowJson.quoted(after.hex())
                                    + ",\"digests\":"
                                    + digests(found)
                                    + "}");
            case Audit.Verdict.Unknown(var silent) ->
                    new Finding(
                            Verdict.UNKNOWN,
                            head + "unknown  " + words(silent),
                            json + ",\"verdict\":\"unknown\",\"silent\":" + object(silent) + "}");
        };
    }

    private static String key(ShardDescriptor shard, Bytes after) {
        return after.isEmpty()
                ? "the shard's beginning"
                : shard.partitioning().key(after).toString();
    }

    /// Who agrees with whom: `n1 n2 | n3`.
    private static String sides(Map<String, Result.Digested> found) {
        Map<Result.Digested, String> sides = new LinkedHashMap<>();
        found.forEach((node, page) -> sides.merge(page, node, (all, one) -> all + " " + one));
        return String.join(" | ", sides.values());
    }

    private static String digests(Map<String, Result.Digested> found) {
        Map<String, String> hashes = new LinkedHashMap<>();
        found.forEach((node, page) -> hashes.put(node, page.hash().hex()));
        return object(hashes);
    }

    private static String words(Map<String, String> silent) {
        return silent.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> RowJson.quoted(e.getKey()) + ":" + RowJson.quoted(e.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(Object value) {
        return RowJson.quoted(value.toString());
    }

    private String table(ShardDescriptor shard) {
        return RowJson.quoted(names.table(shard));
    }
}
