package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// A frame that the session wants sent to one of its contacts. It may get lost.
public record Outgoing(NodeId to, Bytes frame) {}
