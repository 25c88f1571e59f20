package io.capstan.server.telemetry;

import io.capstan.core.actor.Address;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import io.capstan.server.telemetry.Span.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes spans of the sightings of one trace at one node: what lies between two stages.
///
/// A request may be put to a replica more than once; each new beginning ends nothing, but what
/// comes after it counts from it.
final class Spans {
    private static final Comparator<Address> BY_PLACE =
            Comparator.comparing(Address::shard).thenComparing(Address::replica);

    /// One place's open beginnings.
    private static final class Place {
        final Map<Stage, Sighting> last = new TreeMap<>();
    }

    private final Map<Address, Place> places = new TreeMap<>(BY_PLACE);
    private final List<Span> spans = new ArrayList<>();

    private Spans() {}

    /// In the order of their beginnings, the longer of two first.
    static List<Span> of(List<Sighting> sightings) {
        Spans made = new Spans();
        sightings.forEach(made::take);
        made.places.values().forEach(made::unfinished);
        made.spans.sort(
                Comparator.comparingLong(Span::startMicros)
                        .thenComparing(Span::tookMicros, Comparator.reverseOrder()));
        return List.copyOf(made.spans);
    }

    private void take(Sighting now) {
        Place place = places.computeIfAbsent(now.where(), _ -> new Place());
        switch (now.stage()) {
            case ROUTED, ASKED, TAKEN, ANNOUNCED -> {}
            case APPENDED -> {
                Stage from = place.last.containsKey(Stage.TAKEN) ? Stage.TAKEN : Stage.ANNOUNCED;
                between(place, from, now, Kind.APPEND, now.detail());
            }
            case DURABLE -> between(place, Stage.APPENDED, now, Kind.FSYNC, "");
            case COMMITTED -> between(place, Stage.DURABLE, now, Kind.COMMIT, "");
            case APPLIED -> between(place, Stage.COMMITTED, now, Kind.APPLY, now.detail());
            case ANSWERED -> {
                between(place, Stage.TAKEN, now, Kind.SERVE, now.detail());
                place.last.remove(Stage.TAKEN);
            }
            case HEARD -> {
                Sighting asked = place.last.remove(Stage.ASKED);
                if (asked != null) add(Kind.ASK, asked, now.micros(), true, asked.detail());
            }
            case REPLIED -> {
                Sighting routed = place.last.remove(Stage.ROUTED);
                if (routed != null)
                    add(
                            Kind.REQUEST,
                            routed,
                            now.micros(),
                            true,
                            routed.detail() + ", " + now.detail());
            }
        }
        place.last.put(now.stage(), now);
    }

    private void between(Place place, Stage from, Sighting now, Kind kind, String detail) {
        Sighting begun = place.last.get(from);
        if (begun != null) add(kind, begun, now.micros(), true, detail);
    }

    /// What has begun and not ended: of the router, and of the log.
    private void unfinished(Place place) {
        long latest = place.last.values().stream().mapToLong(Sighting::micros).max().orElse(0);
        open(place, Stage.ROUTED, Kind.REQUEST, latest);
        open(place, Stage.ASKED, Kind.ASK, latest);
        open(place, Stage.TAKEN, Kind.SERVE, latest);
        if (!place.last.containsKey(Stage.DURABLE)) open(place, Stage.APPENDED, Kind.FSYNC, latest);
    }

    private void open(Place place, Stage from, Kind kind, long latest) {
        Sighting begun = place.last.get(from);
        if (begun != null) add(kind, begun, latest, false, begun.detail());
    }

    /// The request's own span is the one within which the node has everything routed; every other
    /// is a part of the one that it was seen in.
    private void add(Kind kind, Sighting begun, long end, boolean ended, String detail) {
        long node = begun.where().node().value();
        TraceContext seen = begun.trace();
        TraceContext requests = seen.within(node);
        boolean router = kind == Kind.ASK;
        TraceContext own =
                kind == Kind.REQUEST
                        ? requests
                        : (router ? requests : seen)
                                .within(node + begun.micros() * 31 + kind.number());
        long parent = router ? requests.span() : seen.span();
        spans.add(
                new Span(
                        kind,
                        own,
                        parent,
                        begun.where(),
                        begun.micros(),
                        Math.max(0, end - begun.micros()),
                        ended,
                        detail));
    }
}
