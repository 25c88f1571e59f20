package io.capstan.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.harness.MemoryDisk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BirthTest {
    private static final String[] LIST = {"h:1", "h:2", "h:3"};

    private final Nursery nursery = new Nursery(1);

    private List<Nursery.Cot> three() {
        return List.of(
                nursery.cot("n1", "h:1", LIST),
                nursery.cot("n2", "h:2", LIST),
                nursery.cot("n3", "h:3", LIST));
    }

    @Test
    void theListedNodesFoundOneClusterInTheOrderOfTheList() {
        List<Nursery.Cot> three = three();
        nursery.startAll();
        nursery.settle();

        Founding founding = three.getFirst().founding().orElseThrow();
        assertThat(three).allSatisfy(cot -> assertThat(cot.founding()).contains(founding));
        assertThat(founding.founders().stream().map(NodeEntry::name))
                .containsExactly("n1", "n2", "n3");
    }

    @Test
    void nothingIsFoundedBeforeEverybodyHasPledged() {
        List<Nursery.Cot> three = three();
        three.get(0).start();
        three.get(1).start();
        nursery.settle();

        assertThat(three).allSatisfy(cot -> assertThat(cot.founding()).isEmpty());
        assertThat(three.getFirst().stage()).isEqualTo(new Birth.Stage.Waiting("h:3 to answer"));
    }

    @Test
    void aClusterOfOneNeedsNobody() {
        Nursery.Cot alone = nursery.cot("n1", "h:1", "h:1").start();
        nursery.settle();

        assertThat(alone.founding().orElseThrow().founders()).hasSize(1);
    }

    @Test
    void nothingIsSaidBeforeItIsDurable() {
        Nursery.Cot one = nursery.cot("n1", "h:1", LIST).start();
        List<FoundingMessage> said = new ArrayList<>();
        Pledge asker = new Pledge(new NodeId(9), "n2", "h:2", List.of(LIST));
        Birth.Ways ways =
                new Birth.Ways() {
                    @Override
                    public void ask(String address, FoundingMessage.Question question) {
                        said.add(question);
                    }

                    @Override
                    public void answer(NodeId to, FoundingMessage answer) {
                        said.add(answer);
                    }
                };
        Birth birth =
                new Birth(
                        new MemoryDisk(),
                        () -> 5,
                        new Pledge(new NodeId(5), one.name, one.address, one.listed),
                        ways);
        birth.asked(NodeId.client(1), new FoundingMessage.Question(asker));
        birth.elapsed();
        assertThat(said).isEmpty();

        birth.synced(Birth.TICKET);
        birth.asked(NodeId.client(1), new FoundingMessage.Question(asker));
        assertThat(said).hasSize(3);
    }

    @Test
    void whateverIsLostOrCrashesThereIsOneFoundingAndEverybodyLearnsIt() {
        for (long seed = 0; seed < 300; seed++) {
            Nursery chaos = new Nursery(seed);
            List<Nursery.Cot> cots =
                    List.of(
                            chaos.cot("n1", "h:1", LIST),
                            chaos.cot("n2", "h:2", LIST),
                            chaos.cot("n3", "h:3", LIST),
                            chaos.cot("n4", "h:4", LIST));
            TreeSet<Long> clusters = new TreeSet<>();
            for (int step = 0; step < 400; step++) {
                chaos.step(false);
                clusters.addAll(clusters(cots));
            }
            chaos.startAll();
            chaos.settle();
            clusters.addAll(clusters(cots));
            assertThat(cots)
                    .as("seed %d", seed)
                    .allSatisfy(cot -> assertThat(cot.founding()).isPresent());
            assertThat(clusters).as("seed %d", seed).hasSize(1);
        }
    }

    private static List<Long> clusters(List<Nursery.Cot> cots) {
        return cots.stream()
                .flatMap(cot -> cot.founding().stream())
                .map(founding -> founding.cluster().value())
                .toList();
    }

    /// With folders lost, several foundings of one list may come to be: no node is a founder in two
    /// of them, so at most one can ever have a majority.
    @Test
    void noNodeFoundsTwiceWhateverFolderIsLost() {
        for (long seed = 0; seed < 300; seed++) {
            Nursery chaos = new Nursery(seed);
            List<Nursery.Cot> cots =
                    List.of(
                            chaos.cot("n1", "h:1", LIST),
                            chaos.cot("n2", "h:2", LIST),
                            chaos.cot("n3", "h:3", LIST));
            Map<NodeId, ClusterId> founded = new LinkedHashMap<>();
            for (int step = 0; step < 600; step++) {
                chaos.step(true);
                for (Nursery.Cot cot : cots) remember(cot, founded, seed);
            }
        }
    }

    private static void remember(Nursery.Cot cot, Map<NodeId, ClusterId> founded, long seed) {
        Optional<Founding> founding = cot.founding();
        if (founding.isEmpty()) return;
        NodeId id = cot.birth().id();
        ClusterId before = founded.putIfAbsent(id, founding.get().cluster());
        assertThat(before).as("seed %d", seed).isIn(null, founding.get().cluster());
        assertThat(founding.get().founders().stream().map(NodeEntry::id))
                .as("seed %d", seed)
                .contains(id);
    }

    @Test
    void listsThatDifferAreRefusedWithBoth() {
        Nursery.Cot one = nursery.cot("n1", "h:1", "h:1", "h:2").start();
        Nursery.Cot two = nursery.cot("n2", "h:2", "h:2", "h:1").start();
        nursery.settle();

        assertThat(one.refusal()).contains("--join h:1,h:2", "n2 at h:2", "--join h:2,h:1");
        assertThat(two.refusal()).contains("--join h:1,h:2", "n1 at h:1", "--join h:2,h:1");
    }

    @Test
    void aWrongListCanBeCorrectedAtTheNextStart() {
        List<Nursery.Cot> three = three();
        three.get(1).listed = List.of("h:2", "h:1");
        nursery.startAll();
        nursery.settle();
        assertThat(three.get(1).refusal()).contains("the founders differ");

        three.forEach(Nursery.Cot::crash);
        three.get(1).listed = List.of(LIST);
        nursery.startAll();
        nursery.settle();
        assertThat(clusters(three)).hasSize(3);
        assertThat(clusters(three).stream().distinct()).hasSize(1);
    }

    @Test
    void twoOfOneNameAreRefusedWithBothAddresses() {
        nursery.cot("n1", "h:1", "h:1", "h:2", "h:3").start();
        Nursery.Cot two = nursery.cot("n2", "h:2", "h:1", "h:2", "h:3").start();
        Nursery.Cot three = nursery.cot("n2", "h:3", "h:1", "h:2", "h:3").start();
        nursery.settle();

        assertThat(two.refusal()).contains("two nodes are called n2", "h:2", "h:3");
        assertThat(three.refusal()).contains("two nodes are called n2", "h:2", "h:3");
        assertThat(clusters(List.copyOf(nursery.cots.values()))).isEmpty();
    }

    @Test
    void aNodeThatIsNotListedJoinsOnceTheClusterIsThere() {
        Nursery.Cot fourth = nursery.cot("n4", "h:4", LIST).start();
        nursery.settle();
        assertThat(fourth.founding()).isEmpty();

        List<Nursery.Cot> three = three();
        nursery.startAll();
        nursery.settle();
        assertThat(fourth.founding()).isEqualTo(three.getFirst().founding()).isPresent();
    }

    @Test
    void aFounderThatLostItsFolderDoesNotComeBackUnderItsName() {
        List<Nursery.Cot> three = three();
        nursery.startAll();
        nursery.settle();
        three.getFirst().crash();
        three.getFirst().disk = new MemoryDisk();
        three.getFirst().start();
        nursery.settle();

        assertThat(three.getFirst().refusal())
                .contains("knows n1 already (at h:1)", "start it under a new name");
    }

    @Test
    void underANewNameItJoins() {
        List<Nursery.Cot> three = three();
        nursery.startAll();
        nursery.settle();
        three.getFirst().crash();
        Nursery.Cot again = nursery.cot("n9", "h:1", LIST).start();
        nursery.settle();

        assertThat(again.founding()).isEqualTo(three.get(1).founding()).isPresent();
    }

    @Test
    void aFolderBelongsToTheNameThatItWasMadeFor() {
        Nursery.Cot one = nursery.cot("n1", "h:1", "h:1").start();
        nursery.settle();
        Nursery.Cot other = nursery.cot("n2", "h:1", "h:1");
        one.crash();
        other.disk = one.disk;

        assertThat(other.start().refusal()).contains("belongs to node n1", "--name n1", "--data");
    }

    @Test
    void aNodeThatIsListedUnderAnotherSpellingNoticesItself() {
        Nursery.Cot one = nursery.cot("n1", "127.0.0.1:1", "localhost:1", "h:2");
        nursery.cots.put("localhost:1", one);
        one.start();
        one.sync();
        one.birth()
                .answered(
                        "localhost:1",
                        new FoundingMessage.Pledged(
                                new Pledge(one.birth().id(), "n1", "127.0.0.1:1", one.listed)));

        assertThat(one.refusal()).contains("localhost:1 is this node itself", "127.0.0.1:1");
    }

    @Test
    void aFullDiskIsToldBeforeAnythingIsPledged() {
        Nursery.Cot one = nursery.cot("n1", "h:1", LIST);
        one.disk.fill(true);

        assertThat(one.start().refusal()).contains("disk is full", "make room");
    }
}
