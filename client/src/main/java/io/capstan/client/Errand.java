package io.capstan.client;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.trace.TraceContext;
import java.time.Duration;
import java.util.List;

/// What a session is to find out or to have done: the whole of what the asker knows, before the
/// session gives it a number.
///
/// - `shard`: [ShardId#NONE] asks the shard that owns the first key.
/// - `levels`: the level asked for, then what is taken instead, from strong to weak; a command has
///   one and it means nothing there.
/// - `deadline`: from the moment of submitting; 1 ms to [io.capstan.core.request.Limits#MAX_LIFE].
///
/// An errand may say what cannot be; the session then refuses it before it sends anything.
public record Errand(
        TableId table,
        ShardId shard,
        List<Consistency> levels,
        Ask ask,
        TraceContext trace,
        Duration deadline) {
    public Errand {
        levels = List.copyOf(levels);
    }
}
