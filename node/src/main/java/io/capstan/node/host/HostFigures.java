package io.capstan.node.host;

import io.capstan.core.time.TimeInterval;

/// What a host counts and measures of itself, at one moment between two turns. Counters begin at 0
/// with every start.
///
/// - `turns`: so far.
/// - `framesIn`, `framesOut`: handed on to actors, given to the network, so far.
/// - `waitingFrames`, `waitingBytes`: taken from the network and not yet looked at.
/// - `routed`: requests that the router follows now.
/// - `waitingRequests`: requests that wait at replicas here now.
/// - `logBytes`, `logSegments`: what the node's log takes on the device.
/// - `unflushedBytes`: written into the store and not yet durable there.
/// - `wall`: between which two times the true time lies, as far as the node's clock says.
public record HostFigures(
        long turns,
        long framesIn,
        long framesOut,
        long waitingFrames,
        long waitingBytes,
        long routed,
        long waitingRequests,
        long logBytes,
        long logSegments,
        long unflushedBytes,
        long rowCacheHits,
        long rowCacheMisses,
        long rowCacheBytes,
        TimeInterval wall) {
    static HostFigures of(Parts parts, long turns) {
        long waiting = 0;
        for (ReplicaSlot<?> slot : parts.replicas.all()) waiting += slot.waiting.size();
        return new HostFigures(
                turns,
                parts.incoming.handedOn(),
                parts.outgoing.sent(),
                parts.incoming.waitingFrames(),
                parts.incoming.waitingBytes(),
                parts.switchboard.router().pending(),
                waiting,
                parts.log.log().segmentBytes(),
                parts.log.log().segmentCount(),
                parts.store.unflushedBytes(),
                parts.rows.hits(),
                parts.rows.misses(),
                parts.rows.bytes(),
                parts.clock.wall());
    }
}
