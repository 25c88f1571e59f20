package io.capstan.core.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.capstan.core.id.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases for majorities and joint majorities that another Raft library publishes: commands such
/// as `vote cfg=(1,2,3) cfgj=(2,3,4) votes=(y,_,n,_)`, with the expected answer in the last line of
/// each block.
class PublishedCasesTest {
    private static final Pattern LIST = Pattern.compile("(cfg|cfgj|idx|votes)=(zero|\\([^)]*\\))");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joint_commit.txt",
                "joint_vote.txt",
                "majority_commit.txt",
                "majority_vote.txt"
            })
    void everyPublishedCaseIsDecidedAsPublished(String file) throws IOException {
        Path cases = corpora().resolve("etcd-raft/quorum/testdata").resolve(file);
        assumeTrue(Files.exists(cases), "skipped: no published cases at " + cases);
        int decided = 0;
        for (String block : Files.readString(cases).split("(?m)^(?=committed|vote)", -1)) {
            List<String> lines = block.lines().filter(l -> !l.startsWith("#")).toList();
            int rule = lines.indexOf("----");
            if (rule < 0) continue;
            List<String> answer =
                    lines.subList(rule + 1, lines.size()).stream()
                            .filter(line -> !line.isBlank())
                            .toList();
            assertThat(decide(lines.getFirst())).as(lines.getFirst()).isEqualTo(answer.getLast());
            decided++;
        }
        assertThat(decided).isGreaterThan(15);
    }

    private static String decide(String command) {
        TreeMap<String, List<String>> lists = new TreeMap<>();
        Matcher matcher = LIST.matcher(command);
        while (matcher.find()) lists.put(matcher.group(1), items(matcher.group(2)));
        List<ReplicaId> config = replicas(lists.getOrDefault("cfg", List.of()));
        List<ReplicaId> outgoing = replicas(lists.getOrDefault("cfgj", List.of()));
        MajorityQuorum majority = MajorityQuorum.of(config);
        Quorum quorum =
                lists.containsKey("cfgj")
                        ? new JointQuorum(majority, MajorityQuorum.of(outgoing))
                        : majority;
        List<ReplicaId> asked = new ArrayList<>(config);
        asked.addAll(outgoing);
        return command.startsWith("vote")
                ? vote(quorum, asked, lists.getOrDefault("votes", List.of()))
                : committed(quorum, asked, lists.getOrDefault("idx", List.of()));
    }

    private static String vote(Quorum quorum, List<ReplicaId> asked, List<String> votes) {
        SortedMap<ReplicaId, String> byMember = assign(asked, votes);
        TreeSet<ReplicaId> yes = new TreeSet<>();
        TreeSet<ReplicaId> no = new TreeSet<>();
        byMember.forEach((member, vote) -> {
            if (vote.equals("y")) yes.add(member);
            if (vote.equals("n")) no.add(member);
        });
        return switch (quorum.votes(new Answers(yes, no))) {
            case WON -> "VoteWon";
            case LOST -> "VoteLost";
            case PENDING -> "VotePending";
        };
    }

    private static String committed(Quorum quorum, List<ReplicaId> asked, List<String> indexes) {
        SortedMap<ReplicaId, String> byMember = assign(asked, indexes);
        long reached =
                quorum.reached(member -> {
                    String index = byMember.getOrDefault(member, "_");
                    return index.equals("_") ? 0 : Long.parseLong(index);
                });
        if (reached != Long.MAX_VALUE) return Long.toString(reached);
        return quorum instanceof MajorityQuorum ? "<empty majority quorum>∞" : "∞";
    }

    /// Answers are given in the order in which members are first named.
    private static SortedMap<ReplicaId, String> assign(
            List<ReplicaId> asked, List<String> answers) {
        TreeMap<ReplicaId, String> byMember = new TreeMap<>();
        int next = 0;
        for (ReplicaId member : asked)
            if (!byMember.containsKey(member) && next < answers.size())
                byMember.put(member, answers.get(next++));
        return byMember;
    }

    private static List<ReplicaId> replicas(List<String> names) {
        return names.stream().map(name -> new ReplicaId(Long.parseLong(name))).toList();
    }

    private static List<String> items(String list) {
        if (list.equals("zero") || list.equals("()")) return List.of();
        return Pattern.compile(",")
                .splitAsStream(list.substring(1, list.length() - 1))
                .map(String::strip)
                .toList();
    }

    /// The folder with published test data, which lies beside the repository where there is one.
    private static Path corpora() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("corpora");
            if (at.getParent() != null && Files.isDirectory(candidate)) return candidate;
        }
        return Path.of("../shared/corpora");
    }
}
