package io.capstan.cli.doctor;

import io.capstan.cli.status.Survey;
import io.capstan.client.net.Address;
import io.capstan.server.Addresses;
import io.capstan.server.config.Site;
import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The ports that a node here would listen on: free, or taken by whom.
final class Ports {
    private Ports() {}

    static List<Finding> findings(Site site) {
        boolean running = runs(site.listen());
        List<Finding> findings = new ArrayList<>();
        findings.add(finding(site.listen(), "--listen", running));
        site.admin().ifPresent(admin -> findings.add(finding(admin, "--admin", running)));
        return findings;
    }

    /// Whether a node of ours is what listens there.
    private static boolean runs(String listen) {
        return new Survey().of(List.of(Address.parse(listen))).isPresent();
    }

    private static Finding finding(String address, String flag, boolean running) {
        try {
            InetSocketAddress at = Addresses.parse(address);
            return isHere(at.getAddress())
                    ? bound(at, address, flag, running)
                    : elsewhere(address, flag);
        } catch (PortFailure | IOException e) {
            return Finding.fail("port", String.valueOf(e.getMessage()), "mend " + flag);
        }
    }

    private static boolean isHere(InetAddress address) throws IOException {
        return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    private static Finding elsewhere(String address, String flag) {
        return Finding.fail(
                "port",
                address + " is no address of this machine",
                "name one of its own in " + flag);
    }

    private static Finding bound(InetSocketAddress at, String address, String flag, boolean running)
            throws IOException {
        try (ServerSocket probe = new ServerSocket(at.getPort(), 1, at.getAddress())) {
            return probe.isBound()
                    ? Finding.pass("port", address + " is free")
                    : Finding.fail("port", address + " cannot be bound", "name another in " + flag);
        } catch (BindException e) {
            String what = address + " is taken" + by(at.getPort());
            return running
                    ? Finding.warn("port", what, "it is a node of ours; fine if it is this one")
                    : Finding.fail("port", what, "end that, or name another port in " + flag);
        }
    }

    private static String by(int port) {
        return PortOwner.of(port).map(who -> " by " + who).orElse("");
    }
}
