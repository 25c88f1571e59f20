package io.capstan.sim.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that can go wrong in the simulated world, and the changes that a cluster undergoes
/// meanwhile. How a [Fault]'s targets and parameter are read is said here for each kind.
///
/// A kind is *felt* when it made a difference: a frame that would have arrived did not, a sync that
/// was pending came late, a node died with work in flight.
public enum FaultKind {
    /// Frames of the targets are lost with a chance of `parameter` in a thousand.
    DROP(Group.NETWORK),
    /// Frames of the targets arrive twice with a chance of `parameter` in a thousand.
    DUPLICATE(Group.NETWORK),
    /// Frames of the targets take up to `parameter` milliseconds more or less and overtake one
    /// another.
    REORDER(Group.NETWORK),
    /// Frames of the targets take `parameter` milliseconds longer.
    DELAY(Group.NETWORK),
    /// Nothing of the targets arrives until the end; then all at once.
    CLOG(Group.NETWORK),
    /// Frames of the targets get a flipped bit with a chance of `parameter` in a thousand.
    CORRUPT(Group.NETWORK),
    /// The targets and the rest do not hear each other.
    PARTITION(Group.NETWORK),
    /// The rest does not hear the targets; the targets hear the rest.
    ONE_WAY(Group.NETWORK),
    /// The targets and the rest do not hear each other, but all hear the node in place `parameter`
    /// and it hears all.
    BRIDGE(Group.NETWORK),
    /// The targets stand in a circle and each hears only its neighbours.
    RING(Group.NETWORK),
    /// Frames of the targets arrive a second time, `parameter` milliseconds later.
    REPEAT(Group.NETWORK),
    /// Clients do not hear the targets; the targets hear them.
    MUTE(Group.NETWORK),

    /// The target stops between two effects (the `parameter`-th call from now on, or between turns
    /// where it is 0) and goes on as if nothing had been.
    PAUSE(Group.PROCESS),
    /// The target dies between two effects (as with a pause), loses what was not synced, and starts
    /// again after the duration.
    CRASH(Group.PROCESS),
    /// All nodes die at once and start again.
    POWER_LOSS(Group.PROCESS),
    /// The target dies, its disk is lost, and a new node takes its place.
    WIPE(Group.PROCESS),

    /// The target dies with writes under way: sectors of them are old, new or torn.
    TORN_WRITE(Group.DISK),
    /// A byte that the target had synced changes, and the target starts again to read it.
    ROT(Group.DISK),
    /// Syncs of the target take `parameter` milliseconds longer.
    SLOW_DISK(Group.DISK),
    /// Syncs of the target do not come back until the end.
    STALLED_DISK(Group.DISK),
    /// The target's disk has no room.
    FULL_DISK(Group.DISK),
    /// The target's next sync fails.
    FAILED_SYNC(Group.DISK),
    /// The target's store takes no writes.
    STALLED_STORE(Group.DISK),

    /// The target's wall clock is off by `parameter` milliseconds until the end.
    CLOCK_SKEW(Group.CLOCK),
    /// The target's monotonic clock runs `parameter` millionths faster until the end.
    CLOCK_DRIFT(Group.CLOCK),
    /// The target's wall clock jumps by `parameter` milliseconds.
    CLOCK_JUMP(Group.CLOCK),

    /// The leader of a shard does not hear the other nodes nor they it, and for a part of that time
    /// it is held up, at times just until another leads; learners may stay on its side.
    DEPOSE(Group.AIMED),
    /// What the others say to the leader of a shard is kept back for longer than their promise to
    /// it lasts; meanwhile it is cut off and held up. It goes on with old answers before it.
    ECHO(Group.AIMED),
    /// The leader of a shard is cut off. Once another voter stands, the disk of a third stalls and
    /// it dies; then the one that stood is cut off instead.
    AMNESIA(Group.AIMED),
    /// The leader of a shard is cut off; then the next one instead, as soon as it leads; then the
    /// first again, soon after it leads once more.
    RELAPSE(Group.AIMED),
    /// A voter of a shard does not hear the leader; then nobody does, and another voter starts
    /// anew.
    BESIEGE(Group.AIMED),
    /// A shard is asked to be led by another voter, and its leader is cut off, once that one stands
    /// or somewhat earlier.
    USURP(Group.AIMED),
    /// Whoever comes to lead a shard is cut off, held up or killed soon after; and at times a voter
    /// with it.
    HUNT(Group.AIMED),
    /// The first node that reaches a certain coverage mark is cut off, held up or killed there.
    AMBUSH(Group.AIMED),

    /// The leader of a shard and its learners (two are added where there are none) do not hear the
    /// other voters nor they them.
    STRAND(Group.AIMED),
    /// A replica of a shard moves, and at the moment at which its leader enters the joint
    /// configuration, a majority of the new voters is cut off from a majority of the old ones.
    SPLIT(Group.AIMED),
    /// The disk of a shard's leader stands still while only half of the other voters hear it; then
    /// it dies, and that half is cut off.
    FORGET(Group.AIMED),
    /// Another voter is told to lead a shard, and is held up until nobody expects it any more.
    TARRY(Group.AIMED),
    /// A voter of a shard is kept away until only a snapshot helps it, and gets that twice: the
    /// second time when it and the leader alone have what came after it. Then the leader is cut
    /// off.
    THROWBACK(Group.AIMED),

    /// A replica of a shard (number `parameter`) moves to the target; or learners come and go.
    MEMBERSHIP(Group.CHANGE),
    /// A shard (number `parameter`) is asked to be led by the target.
    TRANSFER(Group.CHANGE),
    /// A table is created.
    CREATE_TABLE(Group.CHANGE);

    /// What a kind happens to.
    public enum Group {
        NETWORK,
        PROCESS,
        DISK,
        CLOCK,
        /// Faults of network and process that look for a role instead of a place. They have no
        /// targets; what `parameter` leaves open is drawn from it.
        AIMED,
        /// No fault, but a change of the cluster that faults should meet.
        CHANGE
    }

    private final Group group;

    FaultKind(Group group) {
        this.group = group;
    }

    public Group group() {
        return group;
    }

    /// As on the command line: `one-way`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultKind> ofWord(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    /// All kinds of a group, named by its word (`network`), or the one kind so named.
    public static List<FaultKind> ofWordOrGroup(String word) {
        return Arrays.stream(values())
                .filter(k ->
                        k.word().equals(word)
                                || k.group.name().toLowerCase(Locale.ROOT).equals(word))
                .toList();
    }
}
