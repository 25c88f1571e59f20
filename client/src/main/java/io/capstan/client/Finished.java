package io.capstan.client;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Outcome;

/// A request that is settled.
///
/// - `ticket`: what `submit` gave.
/// - `attempts`: how often it was sent, at all its levels together; 0: never.
/// - `level`: the level of the request that was answered, or was under way last; with it the
///   outcome tells what its answer holds.
/// - `contact`: who brought the answer; [NodeId#NONE]: nobody, the session itself ended it.
/// - `tookNanos`: from the submitting until then.
public record Finished(
        long ticket,
        Outcome outcome,
        int attempts,
        Consistency level,
        NodeId contact,
        long tookNanos) {}
