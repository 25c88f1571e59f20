package io.capstan.verify.live;

import java.util.ArrayList;
import java.util.List;

/// How a node is started: the command up to and with `start`, to which its own options are added.
public record Launch(List<String> command) {
    public Launch {
        command = List.copyOf(command);
    }

    List<String> with(List<String> options) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(options);
        return whole;
    }
}
