package io.capstan.server.port;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The network of a process. Its nodes share one thread for liveness, so that it never waits behind
/// data, and one for the admin addresses; for everything else each has [Loops] of its own. Epoll
/// where the machine has it, else NIO.
public final class Transport implements AutoCloseable {
    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup liveness = group("capstan-live", 1);
    private final EventLoopGroup admin = group("capstan-admin", 1);

    EventLoopGroup group(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory(name, true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /// Loops for a node of this name, 1 to [Loops#MAX]; to be closed before this.
    public Loops loops(String node, int number) {
        return new Loops(this, node, number);
    }

    EventLoopGroup liveness() {
        return liveness;
    }

    public EventLoopGroup admin() {
        return admin;
    }

    public Class<? extends ServerChannel> listening() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> connecting() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// Ends the threads. Channels must be closed before.
    @Override
    public void close() {
        admin.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        liveness.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
