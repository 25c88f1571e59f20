package io.capstan.sim.scenario;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a scenario plays: one world with fair weather and one table `kv` of one shard, and the
/// meaning of every command.
///
/// | command | what it does |
/// | --- | --- |
/// | `cluster N [replicas= seed= leases= retained= chunk= without=nX]` | founds N nodes and makes the table, while nX is down |
/// | `put K V`, `delete K`, `cas K OLD NEW`, `get K [LEVEL]` | asks; `at nX`: that node; `for T`: how long |
/// | `begin NAME put …`, `await NAME` | asks without waiting; waits |
/// | `partition {…} \| {…}`, `one-way {…} {…}`, `heal` | cuts nodes (and `client`) off; mends all |
/// | `pass T`, `crash nX`, `restart nX`, `pause nX T`, `drift nX PPM` | time, and the fate of nodes |
/// | `elect nX`, `transfer nX` | asks for leadership there, with and without waiting for it |
/// | `add-member nX`, `add-learner nX`, `remove-member nX`, `replace-member nX nY` | members |
/// | `leader`, `members`, `status`, `agree` | shows who leads, who belongs, where all stand, and whether all hold the same |
final class Stage {
    private @Nullable Play play;

    /// What exists once the cluster is founded.
    private record Play(Setting setting, Group group, Asking asking, Orders orders) {
        static Play in(Setting setting) {
            Group group = new Group(setting);
            Asking asking = new Asking(setting, group);
            return new Play(setting, group, asking, new Orders(setting, group, asking));
        }
    }

    private Play play() {
        if (play == null) throw new IllegalArgumentException("there is no cluster yet");
        return play;
    }

    /// Carries a command out and says what came of it.
    List<String> perform(String command) {
        List<String> said = new ArrayList<>();
        try {
            said.addAll(act(command));
        } catch (IllegalArgumentException e) {
            said.add("what? " + e.getMessage());
        }
        if (play != null) play.setting.breach().ifPresent(b -> said.add("BROKEN: " + b));
        return said;
    }

    private List<String> act(String command) {
        Words words = new Words(command);
        String verb = words.next("a verb");
        return switch (verb) {
            case "cluster" -> found(words);
            case "put", "delete", "cas", "get" -> List.of(play().asking.ask(verb, words));
            case "await" -> List.of(play().asking.await(words.next("a name")));
            case "elect" -> List.of(play().orders.elect(words.next("a node")));
            case "transfer" -> List.of(Wish.shown(play().orders.transfer(words.next("a node"))));
            case "add-member" -> List.of(play().orders.addMember(words.next("a node")));
            case "add-learner" -> List.of(play().orders.addLearner(words.next("a node")));
            case "remove-member" -> List.of(play().orders.remove(words.next("a node")));
            case "replace-member" ->
                    List.of(play().orders.replace(words.next("a node"), words.next("a node")));
            case "leader" -> List.of(play().group.leadership());
            case "members" -> play().group.members();
            case "status" -> play().group.status();
            case "agree" -> List.of(play().group.agree());
            default -> befall(verb, words);
        };
    }

    /// The commands that say nothing.
    private List<String> befall(String verb, Words words) {
        switch (verb) {
            case "begin" -> play().asking.begin(words);
            case "partition" -> play().setting.partition(words.groups());
            case "one-way" -> play().setting.oneWay(words.groups());
            case "heal" -> play().setting.heal();
            case "pass" -> play().setting.pass(words.time());
            case "crash" -> play().setting.crash(words.next("a node"));
            case "restart" -> play().setting.node(words.next("a node")).start();
            case "pause" -> play().setting.node(words.next("a node")).pause(0, words.time());
            case "drift" ->
                    play().setting
                            .node(words.next("a node"))
                            .drift(Long.parseLong(words.next("millionths")));
            default -> throw new IllegalArgumentException("no verb '" + verb + "'");
        }
        return List.of();
    }

    private List<String> found(Words words) {
        int nodes = Integer.parseInt(words.next("a number of nodes"));
        int replicas = words.number("replicas", Math.min(3, nodes));
        Play founded = Play.in(Setting.found(nodes, words));
        play = founded;
        words.setting("without").ifPresent(founded.setting::crashOnceFounded);
        Outcome made =
                founded.asking.await(
                        "",
                        new TableId(1),
                        ShardId.NONE,
                        Consistency.LINEARIZABLE,
                        new Administer.CreateTable("kv", policy(replicas)),
                        Duration.ofSeconds(30));
        boolean led = founded.group.awaitLeader();
        return List.of(
                made instanceof Outcome.Done && led
                        ? nodes + " nodes, table kv on " + founded.group.where()
                        : "no table: " + Wish.shown(made));
    }

    private static TablePolicy policy(int replicas) {
        return new TablePolicy(
                "raft",
                replicas,
                1,
                Partitioning.HASH,
                TablePolicy.DEFAULT.versionAge(),
                Consistency.LINEARIZABLE,
                Optional.empty());
    }
}
