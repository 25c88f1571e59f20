package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.HybridTime;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionTokenTest {
    @Test
    void aTokenNeverForgetsWhatItHasSeenInTime() {
        Randomness random = new Randomness(1);
        SessionToken token = SessionToken.NONE;
        HybridTime newest = HybridTime.ZERO;
        TreeMap<ShardId, Long> furthest = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            ShardId shard = new ShardId(1 + random.below(100));
            long index = random.below(1_000L);
            HybridTime stamp = new HybridTime(random.below(1_000_000L));
            token = token.advance(shard, index, stamp);
            newest = HybridTime.max(newest, stamp);
            furthest.merge(shard, index, Math::max);
            assertThat(token.seen()).isEqualTo(newest);
            assertThat(token.positions()).hasSizeLessThanOrEqualTo(SessionToken.MAX_POSITIONS);
            token.positions()
                    .forEach((known, at) ->
                            assertThat(at).isLessThanOrEqualTo(furthest.getOrDefault(known, 0L)));
        }
    }

    @Test
    void anOlderAnswerTakesNothingBack() {
        ShardId shard = new ShardId(7);
        SessionToken token = SessionToken.NONE.advance(shard, 9, new HybridTime(90));
        assertThat(token.advance(shard, 4, new HybridTime(40))).isEqualTo(token);
    }

    @Test
    void onlyATokenThatHasSeenNothingIsNone() {
        assertThat(SessionToken.NONE.isNone()).isTrue();
        assertThat(SessionToken.NONE.advance(new ShardId(1), 0, HybridTime.ZERO).isNone())
                .isFalse();
    }
}
