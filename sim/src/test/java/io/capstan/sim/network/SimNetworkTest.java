package io.capstan.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FeltFaults;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
    private static final int NODES = 5;
    private static final int PLACES = 6;
    private static final Bytes FRAME = Bytes.utf8("a frame of some length");

    private final FeltFaults felt = new FeltFaults();
    private final List<String> carried = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();
    private final List<Bytes> frames = new ArrayList<>();
    private long now;
    private final SimNetwork network =
            new SimNetwork(
                    () -> now,
                    Weather.FAIR,
                    new Randomness(1),
                    PLACES,
                    felt,
                    (at, crossing) -> {
                        carried.add(crossing.fromPlace() + ">" + crossing.toPlace());
                        crossings.add(crossing);
                        frames.add(crossing.frame());
                        arrivals.add(at);
                    });
    private final NetworkFaults faults = new NetworkFaults(network, () -> now, NODES, PLACES);

    SimNetworkTest() {
        for (int place = 1; place <= PLACES; place++) network.settle(id(place), place);
    }

    private static NodeId id(int place) {
        return new NodeId(place);
    }

    private List<String> everyoneToEveryone() {
        carried.clear();
        for (int a = 1; a <= PLACES; a++) {
            for (int b = 1; b <= PLACES; b++) {
                if (a != b) network.send(a, id(a), id(b), FRAME);
            }
        }
        return carried;
    }

    private static Fault fault(FaultKind kind, List<Integer> targets, long parameter) {
        return new Fault(0, kind, targets, 1_000, parameter);
    }

    @Test
    void aFairNetworkLosesNothing() {
        assertThat(everyoneToEveryone()).hasSize(PLACES * (PLACES - 1)).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionCutsNodesApartButNotClientsAndEnds() {
        Runnable end = faults.begin(fault(FaultKind.PARTITION, List.of(1, 2), 0));
        assertThat(everyoneToEveryone())
                .contains("1>2", "3>4", "6>1", "1>6", "6>3")
                .doesNotContain("1>3", "3>1", "2>5", "5>2");
        assertThat(felt.of(FaultKind.PARTITION)).isEqualTo(12);
        end.run();
        assertThat(everyoneToEveryone()).hasSize(PLACES * (PLACES - 1));
    }

    @Test
    void aOneWayPartitionLetsTheOtherWayThrough() {
        faults.begin(fault(FaultKind.ONE_WAY, List.of(1), 0));
        assertThat(everyoneToEveryone()).contains("2>1", "3>1").doesNotContain("1>2", "1>5");
    }

    @Test
    void aBridgeHearsBothSides() {
        faults.begin(fault(FaultKind.BRIDGE, List.of(1, 2), 3));
        assertThat(everyoneToEveryone())
                .contains("1>3", "3>1", "3>5", "5>3", "1>2")
                .doesNotContain("1>4", "4>1", "2>5");
    }

    @Test
    void inARingEachHearsItsNeighboursOnly() {
        faults.begin(fault(FaultKind.RING, List.of(1, 3, 5, 2, 4), 0));
        assertThat(everyoneToEveryone())
                .contains("1>3", "3>5", "5>2", "2>4", "4>1")
                .doesNotContain("1>2", "1>5", "3>2", "3>4", "5>4");
    }

    @Test
    void overlappingPartitionsEndOnTheirOwn() {
        Runnable first = faults.begin(fault(FaultKind.PARTITION, List.of(1), 0));
        faults.begin(fault(FaultKind.PARTITION, List.of(1, 2), 0));
        first.run();
        assertThat(everyoneToEveryone()).contains("1>2").doesNotContain("1>3");
    }

    @Test
    void whoMovedAwayIsNoLongerReached() {
        network.settle(new NodeId(99), 2);
        assertThat(everyoneToEveryone()).doesNotContain("1>2");
        assertThat(network.livesAt(new NodeId(99), 2)).isTrue();
        assertThat(network.livesAt(id(2), 2)).isFalse();
    }

    @Test
    void whoStartedAnewHearsALateFrameButNoSecondCopy() {
        faults.begin(fault(FaultKind.REPEAT, List.of(1), 1_000));
        network.send(1, id(1), id(2), FRAME);
        network.send(1, id(1), id(2), FRAME);
        assertThat(network.arrives(crossings.get(1))).isTrue();
        network.settle(id(2), 2);
        assertThat(network.arrives(crossings.get(2))).isTrue();
        assertThat(network.arrives(crossings.get(3))).isFalse();
    }

    @Test
    void aSpoiltFrameDiffersInOneBit() {
        faults.begin(fault(FaultKind.CORRUPT, List.of(1), 1_000));
        network.send(1, id(1), id(2), FRAME);
        byte[] spoilt = frames.getFirst().toArray();
        int bits = 0;
        for (int i = 0; i < spoilt.length; i++)
            bits += Integer.bitCount((spoilt[i] ^ FRAME.at(i)) & 0xff);
        assertThat(bits).isEqualTo(1);
        assertThat(felt.of(FaultKind.CORRUPT)).isEqualTo(1);
    }

    @Test
    void whatIsHeldBackArrivesWhenTheTimeHasCome() {
        network.holdBack(1, 2, 5_000_000_000L);
        network.send(1, id(1), id(2), FRAME);
        network.send(2, id(2), id(1), FRAME);
        assertThat(arrivals.get(0)).isBetween(5_000_000_000L, 5_001_000_000L);
        assertThat(arrivals.get(1)).isLessThan(1_000_000_000L);
    }

    @Test
    void whatIsRepeatedComesASecondTimeSoMuchLater() {
        faults.begin(fault(FaultKind.REPEAT, List.of(1), 3_000));
        network.send(1, id(1), id(2), FRAME);
        assertThat(carried).containsExactly("1>2", "1>2");
        assertThat(arrivals.get(0)).isLessThan(1_000_000_000L);
        assertThat(arrivals.get(1)).isBetween(3_000_000_000L, 4_000_000_000L);
        assertThat(felt.of(FaultKind.REPEAT)).isEqualTo(1);
    }

    @Test
    void aMutedNodeIsHeardByNodesAloneAndHearsAll() {
        Runnable end = faults.begin(fault(FaultKind.MUTE, List.of(1), 0));
        assertThat(everyoneToEveryone()).contains("1>2", "6>1", "2>6").doesNotContain("1>6");
        end.run();
        assertThat(everyoneToEveryone()).contains("1>6");
    }
}
