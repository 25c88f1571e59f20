package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Spans are what lies between two stages.
class SpansTest {
    private static final TraceContext TRACE = new TraceContext(1, 2, 3);
    private static final NodeId NODE = new NodeId(4);
    private static final Address ROUTER = Address.ofNode(NODE);
    private static final Address REPLICA = new Address(NODE, new ShardId(5), new ReplicaId(1));

    private final List<Sighting> seen = new ArrayList<>();

    private void see(Address where, Stage stage, long micros, String detail) {
        TraceContext context = where.equals(ROUTER) ? TRACE : TRACE.within(NODE.value());
        seen.add(new Sighting(context, stage, where, detail, micros));
    }

    private List<String> spans() {
        return Spans.of(seen).stream()
                .map(span ->
                        span.kind().word()
                                + " "
                                + span.startMicros()
                                + "+"
                                + span.tookMicros()
                                + (span.ended() ? "" : " open")
                                + " "
                                + span.detail())
                .map(String::strip)
                .toList();
    }

    private void write() {
        see(ROUTER, Stage.ROUTED, 100, "write t2");
        see(ROUTER, Stage.ASKED, 101, "n1");
        see(REPLICA, Stage.TAKEN, 102, "");
        see(REPLICA, Stage.APPENDED, 105, "1/7");
        see(REPLICA, Stage.DURABLE, 155, "");
        see(REPLICA, Stage.COMMITTED, 160, "");
        see(REPLICA, Stage.APPLIED, 162, "done");
        see(REPLICA, Stage.ANSWERED, 163, "done");
        see(ROUTER, Stage.HEARD, 164, "n1");
        see(ROUTER, Stage.REPLIED, 165, "done");
    }

    @Test
    void aWriteIsTheRequestTheAskAndThePartsOfServingIt() {
        write();

        assertThat(spans())
                .containsExactly(
                        "request 100+65 write t2, done",
                        "ask 101+63 n1",
                        "serve 102+61 done",
                        "append 102+3 1/7",
                        "fsync 105+50",
                        "commit 155+5",
                        "apply 160+2 done");
    }

    @Test
    void everySpanIsAPartOfTheRequestAndTheRequestOfTheClientsSpan() {
        write();
        List<Span> spans = Spans.of(seen);
        Span request = spans.getFirst();

        assertThat(request.parent()).isEqualTo(TRACE.span());
        assertThat(spans.subList(1, spans.size()))
                .allMatch(span -> span.parent() == request.context().span());
        assertThat(spans).extracting(span -> span.context().span()).doesNotHaveDuplicates();
    }

    @Test
    void whatHasNotEndedIsShownAsOpen() {
        see(ROUTER, Stage.ROUTED, 100, "write t2");
        see(ROUTER, Stage.ASKED, 101, "n1");
        see(REPLICA, Stage.ANNOUNCED, 102, "");
        see(REPLICA, Stage.APPENDED, 105, "1/7");

        assertThat(spans())
                .containsExactly(
                        "request 100+1 open write t2",
                        "ask 101+0 open n1",
                        "append 102+3 1/7",
                        "fsync 105+0 open 1/7");
    }

    @Test
    void aRedirectIsAServingOfItsOwn() {
        see(REPLICA, Stage.TAKEN, 102, "");
        see(REPLICA, Stage.ANSWERED, 103, "redirected to n2");
        see(REPLICA, Stage.ANNOUNCED, 110, "");
        see(REPLICA, Stage.APPENDED, 111, "1/7");

        assertThat(spans()).startsWith("serve 102+1 redirected to n2", "append 110+1 1/7");
    }
}
