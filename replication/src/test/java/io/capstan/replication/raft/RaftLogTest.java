package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.Recovered;
import io.capstan.core.time.HybridTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a log remembers and when it calls an entry durable.
final class RaftLogTest {
    private static RaftLog log(long... terms) {
        Recovered nothing =
                new Recovered(
                        new ReplicaId(1),
                        Optional.empty(),
                        0,
                        0,
                        List.of(),
                        0,
                        0,
                        0,
                        TestGroup.descriptor(1, TestGroup.ids(1, 3), List.of()),
                        List.of(),
                        Optional.empty(),
                        true);
        RaftLog log = new RaftLog(nothing, HybridTime.ZERO);
        for (int i = 0; i < terms.length; i++) log.append(entry(i + 1, terms[i]), null);
        return log;
    }

    private static Entry entry(long index, long term) {
        return new Entry(index, term, new HybridTime(index), Entry.Kind.NOOP, Bytes.EMPTY);
    }

    @Test
    void termsAreKnownFromTheEntryBeforeTheFirstToTheLast() {
        RaftLog log = log(1, 1, 2, 5, 5);
        assertThat(log.termAt(0)).isZero();
        assertThat(log.termAt(2)).isEqualTo(1);
        assertThat(log.termAt(3)).isEqualTo(2);
        assertThat(log.termAt(5)).isEqualTo(5);
        assertThat(log.termAt(6)).isEqualTo(-1);
    }

    @Test
    void backingOffSkipsWholeTerms() {
        RaftLog log = log(1, 1, 3, 3, 3, 6);
        assertThat(log.backOff(6, 3)).isEqualTo(5);
        assertThat(log.backOff(6, 2)).isEqualTo(2);
        assertThat(log.backOff(4, 9)).isEqualTo(4);
        assertThat(log.backOff(6, 0)).isZero();
    }

    @Test
    void anEntryMustFollowTheLast() {
        RaftLog log = log(1, 2);
        assertThatThrownBy(() -> log.append(entry(4, 2), null))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> log.append(entry(3, 1), null))
                .isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void aWriteThatWasOverwrittenAcknowledgesOnlyWhatIsLeftOfIt() {
        RaftLog log = log(1, 1, 1);
        log.wrote(10);
        log.truncateFrom(3);
        log.append(entry(3, 2), null);
        log.wrote(12);
        assertThat(log.persisted(10)).isTrue();
        assertThat(log.durable()).isEqualTo(2);
        assertThat(log.ticketCovering(3)).isEqualTo(12);
        assertThat(log.persisted(12)).isTrue();
        assertThat(log.durable()).isEqualTo(3);
        assertThat(log.ticketCovering(3)).isZero();
    }

    @Test
    void memoryIsBoundedAndKeepsWhatIsNotYetHandedOver() {
        RaftLog log = log();
        for (long i = 1; i <= RaftLog.CACHE_ENTRIES + 100; i++) log.append(entry(i, 1), null);
        log.wrote(1);
        log.evict(RaftLog.CACHE_ENTRIES);
        assertThat(log.isCached(1)).isTrue();
        log.persisted(1);
        log.evict(50);
        assertThat(log.isCached(50)).isFalse();
        assertThat(log.isCached(51)).isTrue();
        log.evict(Long.MAX_VALUE);
        assertThat(log.isCached(100)).isFalse();
        assertThat(log.isCached(101)).isTrue();
        log.checkInvariants();
    }

    @Test
    void aCompactedLogKnowsTheTermBeforeItsFirstEntry() {
        RaftLog log = log(1, 1, 2, 2, 3);
        log.wrote(1);
        log.persisted(1);
        log.compact(3);
        assertThat(log.previousIndex()).isEqualTo(3);
        assertThat(log.termAt(3)).isEqualTo(2);
        assertThat(log.termAt(2)).isEqualTo(-1);
        assertThat(log.termAt(4)).isEqualTo(2);
        log.compact(5);
        assertThat(log.termAt(5)).isEqualTo(3);
        assertThat(log.lastTerm()).isEqualTo(3);
        log.append(entry(6, 3), null);
        assertThat(log.termAt(6)).isEqualTo(3);
    }
}
