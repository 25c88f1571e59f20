package io.capstan.verify.live;

import java.util.ArrayList;
import java.util.List;

/// How a node is started: a Java, its own options, and so on up to and with `start`, to which the
/// node's options are added.
///
/// `offset`, `drift`: the system properties that put a node's clocks wrong, in milliseconds and in
/// millionths.
public record Launch(List<String> command, String offset, String drift) {
    public Launch {
        command = List.copyOf(command);
        if (command.isEmpty()) throw new IllegalArgumentException("a command of no words");
    }

    /// The whole command of a node with such clocks and options.
    List<String> with(Clocks clocks, List<String> options) {
        List<String> whole = new ArrayList<>();
        whole.add(command.getFirst());
        whole.add("-D" + offset + "=" + clocks.offsetMillis());
        whole.add("-D" + drift + "=" + clocks.driftPpm());
        whole.addAll(command.subList(1, command.size()));
        whole.addAll(options);
        return whole;
    }
}
