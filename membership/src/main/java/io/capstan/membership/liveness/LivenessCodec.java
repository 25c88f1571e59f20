package io.capstan.membership.liveness;

import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The messages of the liveness layer, the body of an [io.capstan.core.wire.Envelope#LIVENESS].
public enum LivenessCodec implements Codec<LivenessMessage> {
    INSTANCE;

    private static final int HEARTBEAT = 1;

    @Override
    public void write(LivenessMessage value, WireWriter out) {
        switch (value) {
            case LivenessMessage.Heartbeat heartbeat ->
                    out.u8(HEARTBEAT)
                            .varint(heartbeat.incarnation())
                            .varint(heartbeat.sequence())
                            .varint(heartbeat.catalogVersion())
                            .varint(heartbeat.silenceMillis());
        }
    }

    @Override
    public LivenessMessage read(WireReader in) {
        int kind = in.u8();
        if (kind != HEARTBEAT) throw new Malformed("no liveness message has kind " + kind);
        return new LivenessMessage.Heartbeat(in.varint(), in.varint(), in.varint(), in.varint());
    }
}
