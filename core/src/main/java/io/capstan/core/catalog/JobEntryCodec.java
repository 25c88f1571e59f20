package io.capstan.core.catalog;

import io.capstan.core.catalog.JobEntry.State;
import io.capstan.core.catalog.JobEntry.Work;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The value of a row `job/<id>`.
public enum JobEntryCodec implements Codec<JobEntry> {
    INSTANCE;

    private static final int REPLACE = 1;
    private static final int REMOVE = 2;
    private static final int RUNNING = 1;
    private static final int DONE = 2;
    private static final int FAILED = 3;

    @Override
    public void write(JobEntry value, WireWriter out) {
        out.i64(value.id());
        switch (value.work()) {
            case Work.Replace(NodeId node, NodeId replacement) ->
                    out.u8(REPLACE).i64(node.value()).i64(replacement.value());
            case Work.Remove(NodeId node) -> out.u8(REMOVE).i64(node.value());
        }
        out.u8(number(value.state())).text(value.detail());
    }

    @Override
    public JobEntry read(WireReader in) {
        return new JobEntry(in.i64(), work(in), state(in.u8()), in.text());
    }

    private static Work work(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case REPLACE -> new Work.Replace(new NodeId(in.i64()), new NodeId(in.i64()));
            case REMOVE -> new Work.Remove(new NodeId(in.i64()));
            default -> throw new Malformed("no job does work of kind " + kind);
        };
    }

    private static int number(State state) {
        return switch (state) {
            case RUNNING -> RUNNING;
            case DONE -> DONE;
            case FAILED -> FAILED;
        };
    }

    private static State state(int number) {
        return switch (number) {
            case RUNNING -> State.RUNNING;
            case DONE -> State.DONE;
            case FAILED -> State.FAILED;
            default -> throw new Malformed("no job is in state " + number);
        };
    }
}
