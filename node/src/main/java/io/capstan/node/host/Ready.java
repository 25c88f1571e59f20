package io.capstan.node.host;

import java.util.ArrayList;
import java.util.List;

/// The actors that have inputs waiting, in the order in which their first one came.
final class Ready {
    private List<ActorSlot<?>> waiting = new ArrayList<>();
    private List<ActorSlot<?>> taken = new ArrayList<>();

    void add(ActorSlot<?> slot) {
        waiting.add(slot);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The actors that are ready now; valid until the next call.
    List<ActorSlot<?>> take() {
        List<ActorSlot<?>> ready = waiting;
        waiting = taken;
        waiting.clear();
        taken = ready;
        return ready;
    }
}
