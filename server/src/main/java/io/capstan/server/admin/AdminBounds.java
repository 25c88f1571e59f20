package io.capstan.server.admin;

import java.time.Duration;

/// What anybody may take of the admin address.
///
/// - `connections`: beyond it the newest that has been idle for [#GRACE] is refused, and where
///   there is none the one that has just come.
/// - `first`: from connecting to the last byte of the first request; beyond it 408.
/// - `idle`: from an answer to the last byte of the next request; beyond it the connection is
///   closed, with 408 where a request has begun.
/// - `taking`: for the asker to take an answer; beyond it the connection is closed.
/// - `look`: how often the connections are looked through for those whose time is over.
///
/// A request has at most [#LINE] bytes in its first line, [#HEADERS] in its headers, and [#BODY]
/// behind them: 414, 431, 413. An asker's next request is not read before its answer has left.
public record AdminBounds(
        int connections, Duration first, Duration idle, Duration taking, Duration look) {
    static final int LINE = 4 << 10;
    static final int HEADERS = 8 << 10;
    static final int BODY = 4 << 10;

    /// Who came within it is not idle yet.
    static final Duration GRACE = Duration.ofSeconds(1);

    public static final AdminBounds DEFAULT =
            new AdminBounds(
                    128,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1));
}
