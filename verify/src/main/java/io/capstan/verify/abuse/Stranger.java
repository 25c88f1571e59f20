package io.capstan.verify.abuse;

import io.capstan.client.net.Address;
import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import io.capstan.core.wire.FrameCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// One who does [Trick]s, one after the other, on a thread of its own. Every trick ends by itself
/// within some seconds.
final class Stranger {
    private static final int CROWD = 1_000;
    private static final int HTTP_CROWD = 200;
    private static final int SHORT_MILLIS = 100;
    private static final int ANSWER_MILLIS = 3_000;
    private static final long HOLD_NANOS = 2_000_000_000L;
    private static final long DROP_NANOS = 100_000_000L;

    private final Randomness random;
    private final Frames frames;

    Stranger(Randomness random) {
        this.random = random;
        this.frames = new Frames(random);
    }

    /// What it was answered. An [IOException] where not even a connection came about.
    String play(Trick trick, Address at) throws IOException {
        if (trick == Trick.CROWD) return crowd(at, CROWD);
        if (trick == Trick.HTTP_CROWD) return crowd(at, HTTP_CROWD);
        try (Line line = new Line(at)) {
            return play(trick, line);
        }
    }

    private String play(Trick trick, Line line) throws IOException {
        return switch (trick) {
            case NOISE, HTTP_NOISE -> said(line.say(frames.noise(64 << 10)), line);
            case TRUNCATED -> said(line.say(beginning()), line);
            case HALF_CLOSED -> {
                boolean taken = line.say(beginning());
                line.sayNoMore();
                yield said(taken, line);
            }
            case LENGTH -> said(line.say(withLength()), line);
            case VERSION -> said(line.say(withVersion()), line);
            case ROTTEN -> said(line.say(frames.changed(frames.get(), 20)), line);
            case GARBLED -> garbled(line);
            case THEN_NOISE -> {
                boolean taken = line.say(frames.get()) && line.say(frames.noise(1_000));
                yield said(taken, line);
            }
            case TOO_LARGE -> tooLarge(line);
            case DEAF -> deaf(line, frames.get());
            case HTTP_TOO_LARGE -> said(line.say(largeRequest()), line);
            case HTTP_WRONG -> said(line.say(wrongRequest()), line);
            case HTTP_SLOW -> slow(line);
            case HTTP_DEAF -> deaf(line, Bytes.utf8("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
            case CROWD, HTTP_CROWD -> throw new IllegalArgumentException("a crowd on one line");
        };
    }

    private static String said(boolean taken, Line line) {
        return line.hear(taken ? SHORT_MILLIS : 1);
    }

    private Bytes beginning() {
        Bytes frame = frames.get();
        return frame.slice(0, 1 + random.below(frame.length() - 1));
    }

    private byte[] withLength() {
        byte[] frame = frames.get().toArray();
        boolean small = random.nextBoolean();
        for (int i = 0; i < Integer.BYTES; i++)
            frame[FrameCodec.LENGTH_AT + i] = (byte) (small && i < 3 ? 0 : random.nextLong());
        return frame;
    }

    private byte[] withVersion() {
        byte[] frame = frames.get().toArray();
        frame[0] = (byte) (FrameCodec.VERSION + 1 + random.below(200));
        return frame;
    }

    private String garbled(Line line) {
        boolean taken = true;
        for (int i = random.below(20); taken && i >= 0; i--) taken = line.say(frames.garbled());
        return said(taken, line);
    }

    /// The one that must be answered, and by name.
    private String tooLarge(Line line) throws IOException {
        boolean taken = line.say(frames.tooLarge());
        String heard = line.hear(taken ? ANSWER_MILLIS : 1);
        if (taken && !heard.contains("the most are"))
            throw new IOException("a request over the limit was not refused by name: " + heard);
        return heard;
    }

    private static String deaf(Line line, Bytes request) {
        long end = System.nanoTime() + HOLD_NANOS;
        Bytes some = request;
        for (int i = 0; i < 6; i++) some = some.concat(some);
        boolean taken = true;
        while (taken && System.nanoTime() < end) {
            taken = line.say(some);
            LockSupport.parkNanos(DROP_NANOS / 10);
        }
        return "";
    }

    private String slow(Line line) {
        String head = "GET /status HTTP/1.1\r\nHost: x\r\nX-Slow: ";
        long end = System.nanoTime() + HOLD_NANOS;
        boolean taken = true;
        for (int i = 0; taken && i < head.length() && System.nanoTime() < end; i++) {
            taken = line.say(head.substring(i, i + 1));
            LockSupport.parkNanos(DROP_NANOS);
        }
        return said(taken, line);
    }

    private String largeRequest() {
        return switch (random.below(3)) {
            case 0 -> "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n";
            case 1 -> "GET /livez HTTP/1.1\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n";
            default ->
                    "POST /traces/1 HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"
                            + "x".repeat(100_000);
        };
    }

    private String wrongRequest() {
        String method = random.pick(List.of("GET", "POST", "DELETE", "TRACE", "X"));
        String page = random.pick(List.of("/", "/nothing", "/traces/", "/traces/%00", "/livez/x"));
        return method + " " + page + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    private static String crowd(Address at, int size) throws IOException {
        List<Line> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < size; i++) crowd.add(new Line(at));
            long end = System.nanoTime() + HOLD_NANOS;
            while (System.nanoTime() < end) LockSupport.parkNanos(DROP_NANOS);
            return crowd.getLast().hear(1);
        } finally {
            for (Line line : crowd) line.close();
        }
    }
}
