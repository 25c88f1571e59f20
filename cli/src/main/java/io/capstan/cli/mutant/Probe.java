package io.capstan.cli.mutant;

import java.lang.reflect.InvocationTargetException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The simulator's side of the border: a static method that runs seeds in order until one is
/// caught.
///
/// `static String run(String protocol, long fromSeed, long toSeed, int operations, boolean
/// invariantsOff)` answers `{"caughtAtSeed":17,"law":"linearizability","seedsTried":17,"why":"…"}`,
/// or `"caughtAtSeed":null` where all seeds of the range passed. Only JDK types cross.
@FunctionalInterface
interface Probe {
    /// The simulator's class that has the method.
    String SIMULATOR = "io.capstan.sim.run.MutantProbe";

    Verdict run(String protocol, long fromSeed, long toSeed, int operations, boolean invariantsOff)
            throws BadMutant;

    /// `caughtAt` is empty where every seed passed; `law` and `why`, the beginning of the law's
    /// story, are then empty too.
    record Verdict(OptionalLong caughtAt, String law, String why) {
        private static final Pattern CAUGHT =
                Pattern.compile("\"caughtAtSeed\"\\s*:\\s*(null|\\d+)");
        private static final Pattern LAW = Pattern.compile("\"law\"\\s*:\\s*\"([^\"]*)\"");
        private static final Pattern WHY = Pattern.compile("\"why\"\\s*:\\s*\"([^\"]*)\"");

        static Verdict parse(String answer) throws BadMutant {
            Matcher caught = CAUGHT.matcher(answer);
            if (!caught.find()) throw new BadMutant("the simulator gave no verdict: " + answer);
            if (caught.group(1).equals("null")) return new Verdict(OptionalLong.empty(), "", "");
            return new Verdict(
                    OptionalLong.of(Long.parseLong(caught.group(1))),
                    word(LAW, answer),
                    word(WHY, answer));
        }

        private static String word(Pattern pattern, String answer) {
            Matcher found = pattern.matcher(answer);
            return found.find() ? found.group(1) : "";
        }
    }

    /// The probe class as `loader` sees it.
    static Probe in(ClassLoader loader, String className) {
        return (protocol, fromSeed, toSeed, operations, invariantsOff) -> {
            try {
                var run =
                        Class.forName(className, true, loader)
                                .getMethod(
                                        "run",
                                        String.class,
                                        long.class,
                                        long.class,
                                        int.class,
                                        boolean.class);
                return Verdict.parse(
                        (String)
                                run.invoke(
                                        null,
                                        protocol,
                                        fromSeed,
                                        toSeed,
                                        operations,
                                        invariantsOff));
            } catch (InvocationTargetException e) {
                throw new BadMutant(
                        "the run broke down instead of giving a verdict: " + e.getCause());
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new BadMutant("the simulator cannot be started: " + e);
            }
        };
    }
}
