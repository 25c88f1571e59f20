package io.capstan.bench.hot;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/// Puts of 256-byte values under 15-byte keys, as one client numbers them.
final class Requests {
    private static final int VALUE_BYTES = 256;
    private static final int KEYS = 100_000;
    private static final ClientId CLIENT = new ClientId(5);
    private static final HybridTime NEVER = HybridTime.ofMillis(1L << 40);

    private final Randomness random = new Randomness(1);
    private final Bytes value = value();
    private long number;

    private Bytes value() {
        ByteBuffer bytes = ByteBuffer.allocate(VALUE_BYTES);
        while (bytes.hasRemaining()) bytes.putLong(random.nextLong());
        return Bytes.wrap(bytes.array());
    }

    Command.Operation command() {
        Bytes key = Bytes.utf8(String.format(Locale.ROOT, "key%012d", random.below(KEYS)));
        RequestTag tag = new RequestTag(new RequestId(CLIENT, ++number), number, NEVER);
        return new Command.Operation(tag, List.of(), List.of(new Mutation.Put(key, value)));
    }

    Request request() {
        Command.Operation command = command();
        return new Request(
                command.tag(),
                NodeId.client(CLIENT.value()),
                new TableId(9),
                new ShardId(7),
                1,
                Consistency.LINEARIZABLE,
                SessionToken.NONE,
                TraceContext.NONE,
                command);
    }
}
