package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Stories of elections.
final class ElectionTest {
    @Test
    void aFoundingGroupElectsALeaderAndCommits() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect();
        var put = group.put(leader.id.value(), "a");
        group.advance(Duration.ofMillis(200));
        assertThat(group.isDone(put)).isTrue();
        for (TestMember member : group.members.values())
            assertThat(member.disk.state).containsExactly("a");
    }
}
