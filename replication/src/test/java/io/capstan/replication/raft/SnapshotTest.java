package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stories of snapshots. Raft thesis chapter 5.
final class SnapshotTest {
    private static TestGroup behind(int snapshotBytesPerSecond) {
        TestGroup group =
                TestGroup.of(
                        Options.with(o -> {
                            o.retained = 4;
                            o.snapshotBytesPerSecond = snapshotBytesPerSecond;
                        }),
                        3);
        group.elect(1);
        group.partition(3L);
        for (int i = 0; i < 40; i++) group.put(1, "p" + i);
        group.settle();
        return group;
    }

    private static long installs(TestMember member) {
        return member.history.stream().filter(e -> e instanceof Effect.Install).count();
    }

    @Test
    void aFollowerBehindTheLogIsBroughtUpByASnapshot() {
        TestGroup group = behind(1 << 20);
        group.heal();
        group.advance(Duration.ofSeconds(1));
        TestMember behind = group.get(3);
        assertThat(behind.disk.state).isEqualTo(group.get(1).disk.state);
        assertThat(installs(behind)).isGreaterThan(5);
        group.put(1, "after");
        group.settle();
        assertThat(group.get(3).raft().log.lastIndex())
                .isEqualTo(group.get(1).raft().log.lastIndex());
    }

    @Test
    void aSnapshotIsNeverInstalledOverANewerLog() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        for (int i = 0; i < 5; i++) group.put(1, "p" + i);
        group.advance(Duration.ofMillis(200));
        TestMember follower = group.get(2);
        var descriptor = follower.raft().configurations.descriptor();
        SnapshotChunk old = new SnapshotChunk(3, 1, descriptor, 0, true, Bytes.EMPTY);
        follower.receive(
                group.addressOf(r(1)), new RaftMessage.SnapshotRequest(1, 9, HybridTime.ZERO, old));
        follower.settle();
        assertThat(installs(follower)).isZero();
        assertThat(follower.disk.state).hasSize(5);
        assertThat(group.network)
                .extracting(TestGroup.Letter::message)
                .contains(new RaftMessage.AppendResponse(1, 6));
    }

    @Test
    void aSnapshotThatTheLogReachesOnlyMovesTheCommitIndex() {
        TestGroup group = TestGroup.of(3);
        TestMember follower = group.get(2);
        follower.receive(group.addressOf(r(1)), ReplicationTest.append(1, 0, 0, 0, 1, 1, 1));
        var descriptor = follower.raft().configurations.descriptor();
        SnapshotChunk chunk = new SnapshotChunk(2, 1, descriptor, 0, true, Bytes.EMPTY);
        follower.receive(
                group.addressOf(r(1)),
                new RaftMessage.SnapshotRequest(1, 9, HybridTime.ZERO, chunk));
        follower.settle();
        assertThat(installs(follower)).isZero();
        assertThat(follower.raft().commit).isEqualTo(2);
        assertThat(follower.raft().log.lastIndex()).isEqualTo(3);
    }

    @Test
    void aStreamGoesOnAfterTheReceiversRestart() {
        TestGroup group = behind(30);
        group.heal();
        group.advance(Duration.ofMillis(1500));
        TestMember behind = group.get(3);
        long before = installs(behind);
        assertThat(before).isBetween(1L, 6L);
        behind.restart();
        group.advance(Duration.ofSeconds(20));
        assertThat(behind.disk.state).isEqualTo(group.get(1).disk.state);
        assertThat(installs(behind)).isEqualTo(10);
    }

    @Test
    void chunksOfTwoStreamsNeverMix() {
        TestGroup group = behind(30);
        group.heal();
        group.advance(Duration.ofMillis(1500));
        TestMember behind = group.get(3);
        assertThat(installs(behind)).isPositive();
        group.get(1).crash();
        group.elect(2);
        group.advance(Duration.ofSeconds(30));
        assertThat(behind.disk.state).isEqualTo(group.get(2).disk.state);
        List<Integer> numbers =
                behind.history.stream()
                        .filter(e -> e instanceof Effect.Install)
                        .map(e -> ((Effect.Install) e).chunk().number())
                        .toList();
        assertThat(numbers.subList(numbers.lastIndexOf(0), numbers.size()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aStreamKeepsToItsRate() {
        TestGroup group = behind(30);
        group.heal();
        group.advance(Duration.ofSeconds(2));
        int bytes = 0;
        for (Effect effect : group.get(3).history)
            if (effect instanceof Effect.Install install) bytes += install.chunk().data().length();
        assertThat(bytes).isBetween(20, 100);
    }

    @Test
    void aStreamIsRepeatedWhenItsChunkIsLost() {
        TestGroup group = behind(1 << 20);
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.SnapshotRequest);
        group.advance(Duration.ofMillis(500));
        assertThat(installs(group.get(3))).isZero();
        group.heal();
        group.advance(Duration.ofSeconds(3));
        assertThat(group.get(3).disk.state).isEqualTo(group.get(1).disk.state);
    }

    @Test
    void aSnapshotGivenUpIsBegunAnew() {
        TestGroup group = behind(30);
        group.heal();
        group.advance(Duration.ofMillis(1500));
        group.get(1).giveSnapshotsUp();
        group.advance(Duration.ofSeconds(30));
        assertThat(group.get(3).disk.state).isEqualTo(group.get(1).disk.state);
    }

    /// The leader has applied nothing yet, and cannot before the one that knows nothing counts.
    @Test
    void theFoundingStateIsHandedOnBeforeAnythingIsApplied() {
        TestGroup group = TestGroup.of(3);
        TestMember unborn = group.addUnborn(3);
        group.get(2).crash();
        group.elect(1);
        group.put(1, "first");
        group.advance(Duration.ofSeconds(2));
        assertThat(unborn.disk.state).containsExactly("first");
        unborn.restart();
        group.put(1, "second");
        group.advance(Duration.ofSeconds(2));
        assertThat(unborn.disk.state).containsExactly("first", "second");
    }
}
