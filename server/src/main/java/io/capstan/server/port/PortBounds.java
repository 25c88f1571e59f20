package io.capstan.server.port;

import java.time.Duration;

/// What strangers may take of a node's native port. Nodes of the cluster that are known by their
/// address stand outside the bounds on numbers.
///
/// - `silent`: connections that have not sent a whole frame yet. Beyond it the newest of those that
///   have been idle for [#GRACE] is refused, and where there is none the oldest: whoever comes now
///   and speaks is heard, also in the middle of a rush.
/// - `guests`: connections of clients, and of nodes not known yet. Beyond it the newest that has
///   been idle for [#IDLE] is refused, and where there is none the one that has just come.
/// - `first`: until the first whole frame; beyond it the connection is refused.
/// - `frame`: from a frame's first byte to its last; beyond it the connection is refused.
/// - `deaf`: how long answers may wait without the other side taking any; beyond it the connection
///   is ended.
/// - `unfinishedBytes`: of unfinished frames over all connections; beyond it the connection whose
///   frame has been unfinished for the longest is refused.
/// - `answerBytes`: that wait for one client; beyond it nothing more is read from that client, and
///   answers are dropped and counted.
/// - `allAnswerBytes`: that wait for all clients; beyond it answers are dropped and counted, and
///   the connection that has taken nothing for the longest is ended, if that is [#GRACE].
/// - `look`: how often the connections are looked through for those whose time is over.
public record PortBounds(
        int silent,
        int guests,
        Duration first,
        Duration frame,
        Duration deaf,
        long unfinishedBytes,
        int answerBytes,
        long allAnswerBytes,
        Duration look) {
    /// Who came within it is not idle yet.
    static final Duration GRACE = Duration.ofSeconds(1);

    /// A guest that has said nothing for so long may have to go for another.
    static final Duration IDLE = Duration.ofSeconds(60);

    public static final PortBounds DEFAULT =
            new PortBounds(
                    256,
                    2_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    64L << 20,
                    16 << 20,
                    128L << 20,
                    Duration.ofSeconds(1));

    PortBounds withSilent(int connections) {
        return new PortBounds(
                connections,
                guests,
                first,
                frame,
                deaf,
                unfinishedBytes,
                answerBytes,
                allAnswerBytes,
                look);
    }

    PortBounds withGuests(int connections) {
        return new PortBounds(
                silent,
                connections,
                first,
                frame,
                deaf,
                unfinishedBytes,
                answerBytes,
                allAnswerBytes,
                look);
    }

    /// All patience cut down to this, and looked after ten times as often.
    PortBounds withPatience(Duration patience) {
        return new PortBounds(
                silent,
                guests,
                patience,
                patience,
                patience,
                unfinishedBytes,
                answerBytes,
                allAnswerBytes,
                patience.dividedBy(10));
    }

    PortBounds withBytes(long unfinished, int answers, long allAnswers) {
        return new PortBounds(
                silent, guests, first, frame, deaf, unfinished, answers, allAnswers, look);
    }
}
