package io.capstan.cli.doctor;

import io.capstan.cli.status.AdminPages;
import io.capstan.client.net.Address;
import io.capstan.server.config.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The nodes that a node here would speak to: whether they can be reached, how far away they are,
/// and how far their clocks are from this machine's.
final class Peers {
    private static final int CONNECT_MILLIS = 2_000;

    private final Site site;
    private final PeerClock clock = new PeerClock();

    Peers(Site site) {
        this.site = site;
    }

    /// `needed`: whether one that cannot be reached is a failure, or simply not there yet.
    List<Finding> findings(List<Address> nodes, boolean needed) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Address node : nodes) {
            boolean there = connects(node);
            if (there) findings.addAll(of(node));
            else if (needed)
                findings.add(
                        Finding.fail(
                                "node",
                                node + " cannot be reached",
                                "start it, or open its port on the way"));
        }
        if (findings.isEmpty())
            findings.add(
                    Finding.pass("node", "no node to measure; --server names those there are"));
        return findings;
    }

    private static boolean connects(Address node) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Finding> of(Address node) throws InterruptedException {
        Optional<PeerClock.Reading> reading = clock.read(AdminPages.find(node).toString());
        return reading.isEmpty()
                ? List.of(
                        Finding.warn(
                                "node",
                                node
                                        + " is there, but its admin port is not, "
                                        + AdminPages.find(node),
                                "open that port for this machine, to have the clocks compared"))
                : List.of(trip(node, reading.get()), offset(node, reading.get()));
    }

    Finding trip(Address node, PeerClock.Reading reading) {
        Duration trip = reading.roundTrip();
        String what = node + String.format(Locale.ROOT, ": round trip %.1f ms", millis(trip));
        if (trip.multipliedBy(2).compareTo(site.electionTimeout()) >= 0)
            return Finding.fail(
                    "node", what, "elections would not end; raise raft.election_timeout");
        return trip.compareTo(site.heartbeat()) >= 0
                ? Finding.warn("node", what, "longer than raft.heartbeat_interval; raise that")
                : Finding.pass("node", what);
    }

    /// Two clocks that are both right to within e differ by at most 2e.
    Finding offset(Address node, PeerClock.Reading reading) {
        Duration apart = reading.ahead().abs();
        String what =
                node
                        + String.format(
                                Locale.ROOT,
                                ": its clock is %.0f ms %s (to %.0f ms)",
                                millis(apart),
                                reading.ahead().isNegative() ? "behind" : "ahead",
                                millis(reading.error()));
        String limit = String.format(Locale.ROOT, "%.0f ms", millis(site.clockError()));
        if (apart.minus(reading.error()).compareTo(site.clockError().multipliedBy(2)) > 0)
            return Finding.fail(
                    "clock",
                    what,
                    "one of the two errs by more than clock.max_error (" + limit + "); set it");
        return apart.plus(reading.error()).compareTo(site.clockError()) > 0
                ? Finding.warn(
                        "clock",
                        what,
                        "too near to clock.max_error (" + limit + "); have chrony or ntpd on both")
                : Finding.pass("clock", what);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
