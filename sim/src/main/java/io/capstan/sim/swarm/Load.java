package io.capstan.sim.swarm;

/// What clients do in one run.
///
/// Clients act in storms: at times that lie `gapMillis` apart on average, each makes one to
/// `perStorm` operations at once, on keys of one small hot set. Between storms there is time for
/// faults to come and go, within one the operations overlap.
///
/// - `operations`: how many in all. `clients`: sessions at the same time.
/// - `readers`: so many more clients, each at home at one node, that only read what they hear
///   others have written, at once.
/// - `keys`: how many keys each table has. `hotKeys`: on how many of them one storm falls.
/// - `reads`, `cas`, `deletes`: shares of all operations; the rest are puts.
/// - `weakReads`: the share of reads that ask for less than linearizable.
/// - `valueBytes`: the size of a value beyond its unique beginning.
/// - `deadlineMillis`: how long a client waits for an operation.
public record Load(
        int operations,
        int clients,
        int readers,
        int keys,
        int hotKeys,
        double reads,
        double cas,
        double deletes,
        double weakReads,
        int valueBytes,
        int perStorm,
        long gapMillis,
        long deadlineMillis) {

    /// The same with other numbers of operations and clients.
    public Load sized(int newOperations, int newClients) {
        return new Load(
                newOperations,
                newClients,
                readers,
                keys,
                hotKeys,
                reads,
                cas,
                deletes,
                weakReads,
                valueBytes,
                perStorm,
                gapMillis,
                deadlineMillis);
    }
}
