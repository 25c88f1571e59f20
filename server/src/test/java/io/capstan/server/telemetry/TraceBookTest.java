package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import org.junit.jupiter.api.Test;

/// The newest sightings stay, the eldest go.
class TraceBookTest {
    private final TraceBook book = new TraceBook();

    private void note(long trace, int times) {
        for (int i = 0; i < times; i++)
            book.note(
                    new Sighting(
                            new TraceContext(0, trace, 1),
                            Stage.ROUTED,
                            Address.ofNode(new NodeId(1)),
                            "",
                            i));
    }

    @Test
    void aTraceIsFoundByItsIdAlone() {
        note(10, 2);
        note(11, 3);

        assertThat(book.of("0000000000000000000000000000000b")).hasSize(3);
        assertThat(book.of("0000000000000000000000000000000c")).isEmpty();
    }

    @Test
    void beyondItsBoundTheEldestAreWrittenOver() {
        note(10, 1);
        note(11, TraceBook.MOST);

        assertThat(book.of(new TraceContext(0, 10, 0).id())).isEmpty();
        assertThat(book.since(0)).hasSize(TraceBook.MOST);
        assertThat(book.since(book.written() - 2)).hasSize(2);
    }
}
