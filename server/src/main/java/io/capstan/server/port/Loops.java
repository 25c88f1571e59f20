package io.capstan.server.port;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/// The event loops of one node, each a thread. The first gives the host its turns. Connections to
/// and from clients and peers are spread over the others, and are the first one's as well where it
/// is alone: then what a connection brings reaches the host without a change of threads.
public final class Loops implements AutoCloseable {
    /// More do not help: all loops but the first only move bytes.
    public static final int MAX = 16;

    public static final int DEFAULT = 1;

    private final Transport transport;
    private final EventLoopGroup first;
    private final EventLoopGroup connections;

    /// `number`: how many, 1 to [#MAX].
    Loops(Transport transport, String node, int number) {
        this.transport = transport;
        first = transport.group("capstan-" + node, 1);
        connections = number == 1 ? first : transport.group("capstan-net-" + node, number - 1);
    }

    /// The loop of the host.
    public EventLoop first() {
        return first.next();
    }

    EventLoopGroup connections() {
        return connections;
    }

    Transport transport() {
        return transport;
    }

    /// Ends the threads. Channels must be closed before.
    @Override
    public void close() {
        connections.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        first.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
