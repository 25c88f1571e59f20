package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Whether the keys of a request lie in the shard, by the descriptor in force where it is applied:
/// what was routed by an older map is refused.
final class KeyBounds {
    private KeyBounds() {}

    static Optional<Outcome> refusal(ShardDescriptor shard, Command command) {
        return switch (command) {
            case Command.Operation operation ->
                    first(shard, operation.conditions(), Condition::key)
                            .or(() -> first(shard, operation.mutations(), Mutation::key));
            case Command.Effects effects -> first(shard, effects.mutations(), Mutation::key);
        };
    }

    static Optional<Outcome> refusal(ShardDescriptor shard, List<Bytes> keys) {
        return first(shard, keys, Function.identity());
    }

    private static <T> Optional<Outcome> first(
            ShardDescriptor shard, List<T> parts, Function<T, Bytes> key) {
        for (T part : parts) {
            Optional<Outcome> refused = refusal(shard, key.apply(part));
            if (refused.isPresent()) return refused;
        }
        return Optional.empty();
    }

    private static Optional<Outcome> refusal(ShardDescriptor shard, Bytes key) {
        if (key.isEmpty())
            return Optional.of(
                    new Outcome.Refused(
                            ErrorCode.MALFORMED, "a key is empty; give it at least one byte"));
        if (shard.range().contains(shard.partitioning().routingKey(key))) return Optional.empty();
        return Optional.of(
                new Outcome.Refused(
                        ErrorCode.SHARD_MOVED,
                        "key "
                                + key
                                + " is not in "
                                + shard.shard()
                                + ", which holds "
                                + shard.range()
                                + " since epoch "
                                + shard.epoch()
                                + "; ask again, it will be routed anew"));
    }
}
