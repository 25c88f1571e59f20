package io.capstan.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/// The signals by which a process is asked to end: SIGTERM and SIGINT.
///
/// By itself the JVM answers them with its shutdown hooks and an exit code of 128 and more; a node
/// that has handed over its work ended well, and a second signal must end it at once. That takes
/// `sun.misc.Signal`, which the compiler warns of whoever names it, so it is found by reflection;
/// where it is not there, the JVM's own way stays.
final class Signals {
    private static final List<String> ENDING = List.of("TERM", "INT");

    private Signals() {}

    /// Runs `deed` on a thread of its own at each of these signals.
    static void whenAskedToEnd(Runnable deed) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, args) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            deed.run();
                                            yield null;
                                        }
                                        case "equals" -> isSame(proxy, args[0]);
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> "asked to end";
                                    });
            for (String name : ENDING)
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger("capstan.start")
                    .log(System.Logger.Level.DEBUG, "signals are left to the JVM", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }
}
