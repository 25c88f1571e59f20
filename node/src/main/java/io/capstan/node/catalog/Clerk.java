package io.capstan.node.catalog;

import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Outbox;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.Now;

/// A node's own actor that does its work by calls to the system table. It has no peers and no log:
/// all it hears of is requests put to it, its timer, and the answers to its calls.
interface Clerk extends Actor<NoMessage> {
    @Override
    default void on(Now now, Input<NoMessage> input, Outbox<NoMessage> out) {
        switch (input) {
            case Input.TimerFired<NoMessage> ignored -> fired(now, out);
            case Input.Requested<NoMessage>(Request request) -> requested(now, request, out);
            case Input.Answered<NoMessage>(RequestId call, Outcome outcome) ->
                    answered(now, call, outcome, out);
            case Input.Received<NoMessage> ignored -> {}
            case Input.Persisted<NoMessage> ignored -> {}
            case Input.Applied<NoMessage> ignored -> {}
            case Input.Fetched<NoMessage> ignored -> {}
            case Input.PeerChanged<NoMessage> ignored -> {}
            case Input.DescriptorChanged<NoMessage> ignored -> {}
            case Input.PressureChanged<NoMessage> ignored -> {}
        }
    }

    /// Its timer is due; who sets none hears of none.
    default void fired(Now now, Outbox<NoMessage> out) {}

    default void requested(Now now, Request request, Outbox<NoMessage> out) {}

    /// A call has been answered.
    void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out);
}
