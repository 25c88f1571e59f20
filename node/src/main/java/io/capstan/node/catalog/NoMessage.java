package io.capstan.node.catalog;

import io.capstan.core.actor.Message;

/// The messages of an actor that sends none: it works by requests alone.
public sealed interface NoMessage extends Message {
    /// Stands for the absence; never sent.
    enum None implements NoMessage {}
}
