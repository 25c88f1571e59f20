package io.capstan.client.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.client.ClientOptions;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClientBuilderTest {
    private static ClientBuilder builder() {
        return CapstanClient.builder();
    }

    private static void isRefused(ThrowingCallable wish, String... words) {
        assertThatThrownBy(wish)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatCannotBeIsRefusedWithWhatCan() {
        isRefused(() -> builder().build(), "without contacts", "name at least one");
        isRefused(() -> builder().contact("nowhere"), "'nowhere'", "HOST:PORT");
        isRefused(() -> builder().contact("h:70000"), "h:70000", "HOST:PORT");
        isRefused(() -> builder().deadline(Duration.ZERO), "1ms to 1d");
        isRefused(() -> builder().deadline(Duration.ofDays(2)), "1ms to 1d");
        isRefused(() -> builder().maxInFlight(0), "0 requests", "1 to 256");
        isRefused(() -> builder().maxInFlight(ClientOptions.WINDOW + 1), "257", "1 to 256");
    }

    @Test
    void aClientIsMadeWithoutAskingAnybody() {
        try (CapstanClient client =
                builder()
                        .contact("127.0.0.1:1")
                        .deadline(Duration.ofSeconds(1))
                        .maxInFlight(8)
                        .build()) {
            assertThat(client.session()).isNotEmpty();
        }
    }
}
