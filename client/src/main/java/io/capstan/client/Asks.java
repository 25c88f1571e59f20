package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.time.HybridTime;
import java.util.List;
import java.util.Optional;

/// What clients ask most, as values. Commands made here carry no id yet; the session gives them one
/// when it first sends them.
public final class Asks {
    /// The tag of a command that no session has numbered yet.
    public static final RequestTag UNNUMBERED =
            new RequestTag(new RequestId(new ClientId(0), 0), 0, HybridTime.ZERO);

    private Asks() {}

    public static Command put(Bytes key, Bytes value) {
        return operation(List.of(), List.of(new Mutation.Put(key, value)));
    }

    public static Command delete(Bytes key) {
        return operation(List.of(), List.of(new Mutation.Delete(key)));
    }

    /// Puts `value` if the key's value is `expected` (empty: if it has none).
    public static Command compareAndSet(Bytes key, Optional<Bytes> expected, Bytes value) {
        Condition condition =
                expected.<Condition>map(e -> new Condition.ValueIs(key, e))
                        .orElseGet(() -> new Condition.Absent(key));
        return operation(List.of(condition), List.of(new Mutation.Put(key, value)));
    }

    public static Command operation(List<Condition> conditions, List<Mutation> mutations) {
        return new Command.Operation(UNNUMBERED, conditions, mutations);
    }

    public static Query get(Bytes key) {
        return new Query.Get(List.of(key));
    }

    static Ask tagged(Ask ask, RequestTag tag) {
        return switch (ask) {
            case Command.Operation operation ->
                    new Command.Operation(tag, operation.conditions(), operation.mutations());
            case Command.Effects effects -> new Command.Effects(tag, effects.mutations());
            case Query query -> query;
            case Administer deed -> deed;
        };
    }

    /// The bytes of all keys and values in it.
    static long bytes(Ask ask) {
        return switch (ask) {
            case Command.Operation operation ->
                    ofConditions(operation.conditions()) + ofMutations(operation.mutations());
            case Command.Effects effects -> ofMutations(effects.mutations());
            case Query.Get get -> ofKeys(get.keys());
            case Query.Scan scan ->
                    scan.from().length() + scan.until().length() + scan.after().length();
            case Query.Digest digest -> digest.after().length();
            case Administer _ -> 0;
        };
    }

    private static long ofKeys(List<Bytes> keys) {
        long bytes = 0;
        for (Bytes key : keys) bytes += key.length();
        return bytes;
    }

    private static long ofConditions(List<Condition> conditions) {
        long bytes = 0;
        for (Condition condition : conditions)
            bytes +=
                    switch (condition) {
                        case Condition.ValueIs is -> is.key().length() + is.value().length();
                        case Condition.Exists exists -> exists.key().length();
                        case Condition.Absent absent -> absent.key().length();
                        case Condition.VersionIs is -> is.key().length();
                    };
        return bytes;
    }

    private static long ofMutations(List<Mutation> mutations) {
        long bytes = 0;
        for (Mutation mutation : mutations)
            bytes +=
                    switch (mutation) {
                        case Mutation.Put put -> put.key().length() + put.value().length();
                        case Mutation.Delete delete -> delete.key().length();
                    };
        return bytes;
    }
}
