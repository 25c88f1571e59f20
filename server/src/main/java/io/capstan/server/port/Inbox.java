package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// Where the network hands in what has arrived. Called from the network's threads; never blocks.
public interface Inbox {
    /// Takes the frame. False: it is full, read no more until [Reader#goOn] is called. What was
    /// read already may still be handed in.
    boolean received(NodeId from, Bytes frame);

    /// Whether it would take more now. Whoever has been told to read no more looks once again after
    /// having stopped: the room may have come in between.
    boolean hasRoom();

    /// One who was told to read no more.
    interface Reader {
        /// There is room again. Called from the inbox's thread; must not block.
        void goOn();
    }
}
