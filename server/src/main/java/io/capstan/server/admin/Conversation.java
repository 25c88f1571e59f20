package io.capstan.server.admin;

import io.capstan.server.port.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/// One connection to the admin address: a request, its answer, the next request. Whoever is refused
/// is told why, and has [#LINGER_MILLIS] to read it. Of the port's thread alone.
final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final long LINGER_MILLIS = 1_000;

    private enum Stage {
        /// Nothing of a request has come yet.
        LISTENING,
        /// A request has begun.
        HEARING,
        /// It is being answered.
        ANSWERING,
        /// No more is said here.
        LEAVING
    }

    private final AdminHttp port;
    private final AdminBounds bounds;
    private final Pages pages;
    private final SocketChannel channel;
    private Stage stage = Stage.LISTENING;
    private boolean hasAsked;
    private long sinceNanos = System.nanoTime();

    Conversation(AdminHttp port, AdminBounds bounds, Pages pages, SocketChannel channel) {
        this.port = port;
        this.bounds = bounds;
        this.pages = pages;
        this.channel = channel;
    }

    /// Notices that something comes in.
    ChannelInboundHandler ear() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
                if (stage == Stage.LISTENING) stage = Stage.HEARING;
                super.channelRead(context, bytes);
            }
        };
    }

    /// Puts a request together; one with too much behind its headers is refused.
    HttpObjectAggregator whole() {
        return new HttpObjectAggregator(AdminBounds.BODY) {
            @Override
            protected void handleOversizedMessage(
                    ChannelHandlerContext context, HttpMessage request) {
                refuse(
                        Page.TOO_LARGE,
                        Refusal.OVERSIZE,
                        "a request with more than " + AdminBounds.BODY + " bytes in its body");
            }
        };
    }

    /// For how long nothing has been answered here; 0 while something is.
    long idleNanos(long now) {
        return stage == Stage.ANSWERING || stage == Stage.LEAVING ? 0 : now - sinceNanos;
    }

    /// Its time may be over.
    void look(long now) {
        long waited = now - sinceNanos;
        long patience = (hasAsked ? bounds.idle() : bounds.first()).toNanos();
        switch (stage) {
            case LISTENING -> {
                if (waited <= patience) return;
                if (hasAsked) end();
                else tooSlow(Refusal.SILENT, patience);
            }
            case HEARING -> {
                if (waited > patience) tooSlow(Refusal.SLOW, patience);
            }
            case ANSWERING -> {
                if (waited <= bounds.taking().toNanos()) return;
                port.tell(channel.remoteAddress(), Refusal.DEAF, "it does not take its answer");
                end();
            }
            case LEAVING -> {}
        }
    }

    private void tooSlow(Refusal why, long patience) {
        refuse(
                Page.TOO_SLOW,
                why,
                "no whole request within "
                        + TimeUnit.NANOSECONDS.toMillis(patience)
                        + " ms; send it at once");
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        port.came(this, channel);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (stage == Stage.LEAVING) return;
        if (request.decoderResult().isFailure()) {
            malformed(request.decoderResult().cause());
            return;
        }
        hasAsked = true;
        stage = Stage.ANSWERING;
        channel.config().setAutoRead(false);
        sinceNanos = System.nanoTime();
        String[] parts = request.uri().split("\\?", 2);
        Asked asked =
                new Asked(request.method().name(), parts[0], parts.length > 1 ? parts[1] : "");
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        boolean stays = HttpUtil.isKeepAlive(request);
        pages.of(asked)
                .whenCompleteAsync(
                        (page, failure) -> {
                            if (failure == null) answer(page, headOnly, stays);
                            else exceptionCaught(context, failure);
                        },
                        channel.eventLoop());
    }

    private void malformed(Throwable why) {
        switch (why) {
            case TooLongHttpLineException _ ->
                    refuse(
                            Page.LONG_LINE,
                            Refusal.OVERSIZE,
                            "a request whose first line has more than "
                                    + AdminBounds.LINE
                                    + " bytes");
            case TooLongHttpHeaderException _ ->
                    refuse(
                            Page.LARGE_HEADERS,
                            Refusal.OVERSIZE,
                            "a request with more than "
                                    + AdminBounds.HEADERS
                                    + " bytes of headers");
            default -> refuse(Page.BAD_REQUEST, Refusal.MALFORMED, "this is no HTTP request");
        }
    }

    private void answer(Page page, boolean headOnly, boolean stays) {
        if (stage == Stage.LEAVING) return;
        sinceNanos = System.nanoTime();
        channel.writeAndFlush(response(page, headOnly, stays))
                .addListener(sent -> {
                    if (!sent.isSuccess()) end();
                    else if (!stays) leave();
                    else next();
                });
    }

    private void next() {
        if (stage == Stage.LEAVING) return;
        stage = Stage.LISTENING;
        sinceNanos = System.nanoTime();
        channel.config().setAutoRead(true);
    }

    private static FullHttpResponse response(Page page, boolean headOnly, boolean stays) {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(page.status()),
                        headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(
                        HttpHeaderNames.DATE,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC)));
        if (page.status() == Page.WRONG_METHOD)
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        if (!stays) response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /// Says why, and ends the connection once that can have been read.
    void refuse(int status, Refusal why, String words) {
        if (stage == Stage.LEAVING) return;
        port.tell(channel.remoteAddress(), why, words);
        channel.writeAndFlush(response(Page.error(status, why.code(), words), false, false))
                .addListener(_ -> leave());
        stage = Stage.LEAVING;
    }

    /// What still comes is read and forgotten, so that the answer is not lost with it.
    private void leave() {
        stage = Stage.LEAVING;
        channel.config().setAutoRead(true);
        var _ = channel.shutdownOutput();
        var _ = channel.eventLoop().schedule(this::end, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void end() {
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stage = Stage.LEAVING;
        port.gone(this, channel);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case IOException _ -> end();
            // Among others, more requests than 128 without waiting for an answer.
            case DecoderException bad ->
                    refuse(Page.BAD_REQUEST, Refusal.MALFORMED, "not to be read: " + words(bad));
            default -> refuse(Page.FAILED, Refusal.MALFORMED, "not to be answered: " + cause);
        }
    }

    private static String words(DecoderException bad) {
        return String.valueOf(
                bad.getCause() == null ? bad.getMessage() : bad.getCause().getMessage());
    }
}
