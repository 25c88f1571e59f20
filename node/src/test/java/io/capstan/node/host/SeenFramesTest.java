package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenFramesTest {
    private final SeenFrames seen = new SeenFrames();

    @Test
    void aFrameIsNewOnceInWhateverOrderItComes() {
        seen.admits(1);

        assertThat(seen.isNew(5)).isTrue();
        assertThat(seen.isNew(3)).isTrue();
        assertThat(seen.isNew(5)).isFalse();
        assertThat(seen.isNew(3)).isFalse();
    }

    @Test
    void whatIsForgottenCountsAsSeen() {
        seen.admits(1);
        for (int lamport = 1; lamport <= 2 * SeenFrames.REMEMBERED; lamport++) seen.isNew(lamport);

        assertThat(seen.isNew(1)).isFalse();
        assertThat(seen.isNew(0)).isFalse();
    }

    @Test
    void anOlderIncarnationIsOverAndANewerBeginsAnew() {
        assertThat(seen.admits(2)).isTrue();
        seen.isNew(9);

        assertThat(seen.admits(1)).isFalse();
        assertThat(seen.admits(3)).isTrue();
        assertThat(seen.isNew(9)).isTrue();
    }
}
