package io.capstan.core.wire;

import io.capstan.core.id.ClientId;
import io.capstan.core.request.RequestId;

/// A request's id. The body of an [Envelope#OUTCOME] is this and then an outcome ([OutcomeCodec]).
public enum RequestIdCodec implements Codec<RequestId> {
    INSTANCE;

    @Override
    public void write(RequestId value, WireWriter out) {
        out.i64(value.client().value()).varint(value.number());
    }

    @Override
    public RequestId read(WireReader in) {
        return new RequestId(new ClientId(in.i64()), in.varint());
    }
}
