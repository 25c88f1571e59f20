package io.capstan.server.port;

import io.capstan.core.request.Outcome;
import java.net.SocketAddress;

/// Who hears of connections that a port has refused or ended. Called from the ports' threads; must
/// not block.
public interface RefusalWatch {
    /// `port`: `native` or `admin`; `words`: what happened, as the other side was told.
    void refused(String port, SocketAddress from, Refusal why, String words);

    /// A peer does not take what this node sends it, and says why.
    void refusedBy(SocketAddress peer, Outcome.Refused why);
}
