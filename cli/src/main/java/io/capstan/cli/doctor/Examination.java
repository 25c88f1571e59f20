package io.capstan.cli.doctor;

import io.capstan.client.net.Address;
import io.capstan.server.config.Site;
import java.util.List;
import java.util.function.Consumer;

/// All that is looked at, in the order in which it is told; takes a few seconds.
public final class Examination {
    private final Site site;

    public Examination(Site site) {
        this.site = site;
    }

    /// Tells each finding as soon as it is made. `nodes`: the cluster's, as far as known; `needed`:
    /// they were named, so they must be there.
    public void run(List<Address> nodes, boolean needed, Consumer<Finding> told)
            throws InterruptedException {
        OwnClock clock = new OwnClock();
        Machine.findings().forEach(told);
        new DataDisk(site).findings().forEach(told);
        Ports.findings(site).forEach(told);
        new Peers(site).findings(nodes, needed).forEach(told);
        told.accept(clock.finding(site));
    }
}
