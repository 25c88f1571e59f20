package io.capstan.node.identity;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.core.port.Entropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a node without a cluster comes by one: it pledges durably, asks the listed nodes who they
/// are, and ends with a [Founding] that is durable here.
///
/// Everybody asks, again and again, and answers what is durable; so a message that is lost, late or
/// repeated changes nothing. The node that is listed first draws the cluster's id once every listed
/// node has answered with a pledge that agrees; all others learn the founding by asking. A node
/// that is not listed, or finds the listed ones founded without it, joins.
///
/// Invariants
/// 1. A node says nothing that is not durable in its folder.
/// 2. A node accepts one founding at most, and as one of its founders only that which it pledged.
/// 3. So two foundings of one list share no node, and at most one of them has a majority, whatever
///    folders were lost on the way.
///
/// The owner calls one method at a time; [#elapsed] about every [#PAUSE_MILLIS].
public final class Birth {
    /// The ticket of this class's syncs; the log's tickets are positive.
    public static final long TICKET = -3;

    /// How often the listed nodes are asked.
    public static final long PAUSE_MILLIS = 100;

    /// The ways out: to a listed address, and back to one that has asked.
    public interface Ways {
        void ask(String address, FoundingMessage.Question question);

        void answer(NodeId asker, FoundingMessage answer);
    }

    /// How far it is.
    public sealed interface Stage {
        /// What is to be waited for, in words for people.
        record Waiting(String why) implements Stage {}

        /// The founding is durable here: the node can start.
        record Done(Founding founding) implements Stage {}

        /// It cannot go on; why, and what to do.
        record Refused(String why) implements Stage {}
    }

    private final Disk disk;
    private final Entropy entropy;
    private final PledgeFile file;
    private final Ways ways;
    private final Pledge pledge;
    private final Map<String, FoundingMessage> heard = new TreeMap<>();
    private Optional<Founding> founding = Optional.empty();
    private Optional<String> refused = Optional.empty();
    private boolean durable;

    /// Reads what the folder says, and begins to write the pledge where it does not say it yet. The
    /// pledge's id counts only in a folder that has none.
    public Birth(Disk disk, Entropy entropy, Pledge wanted, Ways ways) {
        this.disk = disk;
        this.entropy = entropy;
        this.ways = ways;
        file = new PledgeFile(disk);
        Optional<PledgeFile.Stored> stored = file.read();
        NodeId id = stored.map(s -> s.pledge().id()).orElse(wanted.id());
        pledge = new Pledge(id, wanted.name(), wanted.address(), wanted.listed());
        refused = Identity.misnamed(disk, wanted.name());
        if (refused.isPresent()) return;
        founding = stored.flatMap(PledgeFile.Stored::founding);
        durable = founding.isPresent() || stored.filter(s -> s.pledge().equals(pledge)).isPresent();
        if (!durable) store();
        else tryToFound();
    }

    /// A pledge of a new node.
    public static Pledge pledge(Entropy entropy, String name, String address, List<String> listed) {
        return new Pledge(Identity.draw(entropy), name, address, listed);
    }

    public Stage stage() {
        if (refused.isPresent()) return new Stage.Refused(refused.get());
        if (founding.isPresent() && durable) return new Stage.Done(founding.get());
        return new Stage.Waiting(waiting());
    }

    public NodeId id() {
        return pledge.id();
    }

    /// What was written is durable.
    public void synced(long ticket) {
        if (ticket != TICKET) return;
        durable = true;
        elapsed();
        tryToFound();
    }

    public void syncFailed(long ticket) {
        if (ticket == TICKET)
            refuse("the data folder's disk fails: what it holds is unknown; use another disk");
    }

    /// Asks every listed node once more.
    public void elapsed() {
        if (!isAsking()) return;
        for (String address : pledge.listed())
            if (!address.equals(pledge.address()))
                ways.ask(address, new FoundingMessage.Question(pledge));
    }

    /// Somebody asks. What is not durable yet is not said: the asker will ask again.
    public void asked(NodeId asker, FoundingMessage.Question question) {
        if (!durable || refused.isPresent()) return;
        ways.answer(
                asker,
                founding.<FoundingMessage>map(
                                known -> Welcome.to(question.asker(), known, known.founders()))
                        .orElseGet(() -> new FoundingMessage.Pledged(pledge)));
    }

    /// The node at this listed address has answered.
    public void answered(String address, FoundingMessage answer) {
        if (!isAsking()) return;
        switch (answer) {
            case FoundingMessage.Question ignored -> {}
            case FoundingMessage.Pledged other -> {
                heard.put(address, other);
                check(address, other.pledge()).ifPresent(this::refuse);
                tryToFound();
            }
            case FoundingMessage.Founded other -> {
                heard.put(address, other);
                Optional<String> wrong = check(address, other);
                if (wrong.isPresent()) refuse(wrong.get());
                else accept(other.founding());
            }
        }
    }

    private boolean isAsking() {
        return durable && founding.isEmpty() && refused.isEmpty();
    }

    /// The first listed node founds once everybody has pledged.
    private void tryToFound() {
        if (!isAsking() || !pledge.leads()) return;
        List<NodeEntry> founders = new ArrayList<>();
        for (String address : pledge.listed()) {
            if (address.equals(pledge.address())) {
                founders.add(pledge.entry());
            } else if (heard.get(address) instanceof FoundingMessage.Pledged(Pledge other)) {
                Optional<String> clash = clash(founders, other);
                if (clash.isPresent()) {
                    refuse(clash.get());
                    return;
                }
                founders.add(other.entry());
            } else {
                return;
            }
        }
        // An id of zero means no cluster at all.
        accept(new Founding(new ClusterId(entropy.nextLong() | 1), founders));
    }

    private void accept(Founding accepted) {
        founding = Optional.of(accepted);
        store();
    }

    private void store() {
        durable = false;
        Optional<String> toSync = file.write(new PledgeFile.Stored(pledge, founding));
        if (toSync.isPresent()) disk.sync(toSync.get(), TICKET);
        else refuse("the data folder's disk is full: make room there, then start the node again");
    }

    private void refuse(String why) {
        refused = Optional.of(why);
    }

    // ---- what does not agree -------------------------------------------------------------------

    /// What is wrong with another's pledge, seen from here. Who only joins has no say in it.
    private Optional<String> check(String address, Pledge other) {
        if (other.id().equals(pledge.id())) return Optional.of(itself(address));
        if (!pledge.founds()) return Optional.empty();
        if (!other.address().equals(address))
            return Optional.of(
                    "the node at "
                            + address
                            + " calls itself "
                            + other.address()
                            + "; name it so in every --join, or start it with --advertise "
                            + address);
        if (!other.listed().equals(pledge.listed()))
            return Optional.of(
                    "the founders differ: "
                            + pledge.name()
                            + " was started with --join "
                            + String.join(",", pledge.listed())
                            + ", and "
                            + other.name()
                            + " at "
                            + address
                            + " with --join "
                            + String.join(",", other.listed())
                            + "; start each with the same list, in the same order");
        return clash(List.of(pledge.entry()), other);
    }

    private String itself(String address) {
        return address
                + " is this node itself, which calls itself "
                + pledge.address()
                + "; write its address in --join as in --listen (or --advertise), and never copy a"
                + " data folder";
    }

    private static Optional<String> clash(List<NodeEntry> known, Pledge other) {
        return known.stream()
                .filter(k -> k.name().equals(other.name()) || k.id().equals(other.id()))
                .findFirst()
                .map(k ->
                        k.name().equals(other.name())
                                ? "two nodes are called "
                                        + k.name()
                                        + ": the one at "
                                        + k.address()
                                        + " and the one at "
                                        + other.address()
                                        + "; start each with a --name of its own"
                                : k.name()
                                        + " at "
                                        + k.address()
                                        + " and "
                                        + other.name()
                                        + " at "
                                        + other.address()
                                        + " use copies of one data folder; empty one of"
                                        + " them and start again");
    }

    private Optional<String> check(String address, FoundingMessage.Founded other) {
        if (pledge.agreesWith(other.founding())) return Optional.empty();
        Optional<NodeEntry> promised =
                other.founding().founders().stream()
                        .filter(f -> f.id().equals(pledge.id()))
                        .findFirst();
        if (promised.isPresent())
            return Optional.of(
                    "the cluster at "
                            + address
                            + " was founded with this node as "
                            + promised.get().name()
                            + " at "
                            + promised.get().address()
                            + "; start it so, with --join "
                            + String.join(
                                    ",",
                                    other.founding().founders().stream()
                                            .map(NodeEntry::address)
                                            .toList()));
        return other.namesake().map(known -> lostFolder(address, known));
    }

    private String lostFolder(String address, NodeEntry known) {
        return "the cluster at "
                + address
                + " knows "
                + known.name()
                + " already (at "
                + known.address()
                + "), and this data folder is empty. A node that has lost its folder must not come"
                + " back under its old name: start it under a new name, then: capstan node replace "
                + known.name()
                + " --with NAME";
    }

    private String waiting() {
        if (!durable) return "the data folder's disk";
        List<String> missing = new ArrayList<>();
        for (String address : pledge.listed()) {
            if (address.equals(pledge.address())) continue;
            if (!heard.containsKey(address)) missing.add(address);
        }
        if (!missing.isEmpty()) return String.join(", ", missing) + " to answer";
        return pledge.listed().getFirst() + " to found the cluster";
    }
}
