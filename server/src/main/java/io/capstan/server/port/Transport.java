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

/// The network threads of a process: one for liveness, so that it never waits behind data, one for
/// everything else between nodes and clients, and one for the admin address. Nodes in one process
/// share them. Epoll where the machine has it, else NIO.
public final class Transport implements AutoCloseable {
    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup data = group("capstan-net");
    private final EventLoopGroup liveness = group("capstan-live");
    private final EventLoopGroup admin = group("capstan-admin");

    private EventLoopGroup group(String name) {
        return new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory(name, true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    EventLoopGroup data() {
        return data;
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
        data.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        admin.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        liveness.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
