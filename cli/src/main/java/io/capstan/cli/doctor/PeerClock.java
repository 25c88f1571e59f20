package io.capstan.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A node's wall clock, by the `Date` of its HTTP answers. That has whole seconds, so it is asked
/// until the second changes: between the last two answers the node's clock showed the new second
/// exactly. So the offset is known to half the time between them, a few milliseconds.
final class PeerClock {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Longer than a second, so that one change falls into it.
    private static final Duration LISTENING = Duration.ofMillis(1_300);

    private static final long PAUSE_NANOS = 2_000_000;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// How far the node's clock is ahead of this machine's, to `error` on either side, and the
    /// shortest round trip seen.
    record Reading(Duration ahead, Duration error, Duration roundTrip) {}

    /// One answer: asked at, answered at, and the second that the node's clock showed in between.
    private record Answer(Instant asked, Instant answered, Duration roundTrip, Instant second) {}

    /// Empty where it does not answer, or not with a date. `admin`: HOST:PORT.
    Optional<Reading> read(String admin) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + admin + "/livez"))
                        .timeout(PATIENCE)
                        .build();
        long until = System.nanoTime() + LISTENING.toNanos();
        Optional<Answer> before = ask(request);
        Duration shortest = PATIENCE;
        while (before.isPresent() && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE_NANOS);
            Optional<Answer> now = ask(request);
            if (now.isEmpty()) return Optional.empty();
            Duration took = now.get().roundTrip();
            if (took.compareTo(shortest) < 0) shortest = took;
            if (now.get().second().isAfter(before.get().second()))
                return Optional.of(reading(before.get(), now.get(), shortest));
            before = now;
        }
        return Optional.empty();
    }

    private static Reading reading(Answer before, Answer now, Duration shortest) {
        Duration half = Duration.between(before.asked(), now.answered()).dividedBy(2);
        Instant here = before.asked().plus(half);
        return new Reading(Duration.between(here, now.second()), half, shortest);
    }

    private Optional<Answer> ask(HttpRequest request) throws InterruptedException {
        Instant asked = Instant.now();
        long began = System.nanoTime();
        try {
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Instant answered = Instant.now();
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> new Answer(asked, answered, took, date.toInstant()));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
