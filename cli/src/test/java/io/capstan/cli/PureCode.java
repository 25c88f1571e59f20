package io.capstan.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What pure code may not touch, as data: the calls that read the world, and those whose result has
/// an order or a form that differs from one run, machine or locale to the next.
final class PureCode {
    /// A method of `owner` (or a subtype, where it is not static) that pure code may not call.
    /// Forms with at least `allowedFrom` parameters are fine: they take a seed, a locale or a map.
    private record Ban(Class<?> owner, String method, int allowedFrom, String instead) {
        boolean forbids(JavaAccess<?> access) {
            return access.getTarget() instanceof CodeUnitAccessTarget called
                    && called.getName().equals(method)
                    && called.getRawParameterTypes().size() < allowedFrom
                    && isOwner(called.getOwner());
        }

        private boolean isOwner(JavaClass called) {
            return method.equals("<init>")
                    ? called.isEquivalentTo(owner)
                    : called.isAssignableTo(owner);
        }

        String complaint(JavaAccess<?> access) {
            return owner.getSimpleName()
                    + "."
                    + method
                    + ": "
                    + instead
                    + " ("
                    + access.getDescription()
                    + ")";
        }
    }

    private static final int NEVER = Integer.MAX_VALUE;
    private static final String ORDER =
            "its order is not ours; use TreeMap, TreeSet, LinkedHashMap, LinkedHashSet or List";
    private static final String TIME = "time comes in with the input";
    private static final String CHANCE = "chance comes from the seeded stream";
    private static final String LOCALE = "it follows the locale of the machine; give Locale.ROOT";
    private static final String CHARSET = "it follows the charset of the machine; give UTF_8";

    private static final List<Ban> BANS =
            List.of(
                    new Ban(java.util.HashMap.class, "<init>", NEVER, ORDER),
                    new Ban(java.util.HashMap.class, "newHashMap", NEVER, ORDER),
                    new Ban(java.util.HashSet.class, "<init>", NEVER, ORDER),
                    new Ban(java.util.HashSet.class, "newHashSet", NEVER, ORDER),
                    new Ban(java.util.Hashtable.class, "<init>", NEVER, ORDER),
                    new Ban(java.util.IdentityHashMap.class, "<init>", NEVER, ORDER),
                    new Ban(java.util.WeakHashMap.class, "<init>", NEVER, ORDER),
                    new Ban(java.util.Set.class, "of", NEVER, ORDER),
                    new Ban(java.util.Set.class, "copyOf", NEVER, ORDER),
                    new Ban(Map.class, "of", NEVER, ORDER),
                    new Ban(Map.class, "ofEntries", NEVER, ORDER),
                    new Ban(Map.class, "copyOf", NEVER, ORDER),
                    new Ban(java.util.stream.Collectors.class, "toSet", NEVER, ORDER),
                    new Ban(java.util.stream.Collectors.class, "toUnmodifiableSet", NEVER, ORDER),
                    new Ban(java.util.stream.Collectors.class, "toUnmodifiableMap", NEVER, ORDER),
                    new Ban(java.util.stream.Collectors.class, "toMap", 4, ORDER),
                    new Ban(java.util.stream.Collectors.class, "groupingBy", 3, ORDER),
                    new Ban(
                            java.util.stream.BaseStream.class,
                            "parallel",
                            NEVER,
                            "one owner, one thread"),
                    new Ban(Collection.class, "parallelStream", NEVER, "one owner, one thread"),
                    new Ban(System.class, "nanoTime", NEVER, TIME),
                    new Ban(System.class, "currentTimeMillis", NEVER, TIME),
                    new Ban(java.time.Instant.class, "now", NEVER, TIME),
                    new Ban(java.time.LocalDate.class, "now", NEVER, TIME),
                    new Ban(java.time.LocalDateTime.class, "now", NEVER, TIME),
                    new Ban(java.time.ZonedDateTime.class, "now", NEVER, TIME),
                    new Ban(java.time.ZoneId.class, "systemDefault", NEVER, TIME),
                    new Ban(Math.class, "random", NEVER, CHANCE),
                    new Ban(StrictMath.class, "random", NEVER, CHANCE),
                    new Ban(java.util.Random.class, "<init>", 1, CHANCE),
                    new Ban(java.util.SplittableRandom.class, "<init>", 1, CHANCE),
                    new Ban(java.util.random.RandomGenerator.class, "getDefault", NEVER, CHANCE),
                    new Ban(java.security.SecureRandom.class, "<init>", NEVER, CHANCE),
                    new Ban(java.util.UUID.class, "randomUUID", NEVER, CHANCE),
                    new Ban(java.util.Collections.class, "shuffle", 2, CHANCE),
                    new Ban(System.class, "identityHashCode", NEVER, "an address is chance"),
                    new Ban(System.class, "getenv", NEVER, "settings come in with the input"),
                    new Ban(System.class, "getProperty", NEVER, "settings come in with the input"),
                    new Ban(System.class, "exit", NEVER, "only the command ends a process"),
                    new Ban(String.class, "formatted", NEVER, LOCALE),
                    new Ban(String.class, "toLowerCase", 1, LOCALE),
                    new Ban(String.class, "toUpperCase", 1, LOCALE),
                    new Ban(String.class, "format", 3, LOCALE),
                    new Ban(String.class, "getBytes", 1, CHARSET));

    private PureCode() {}

    static ArchCondition<JavaClass> avoidBannedCalls() {
        return new ArchCondition<>("avoid what differs from run to run") {
            @Override
            public void check(JavaClass pure, ConditionEvents events) {
                for (JavaAccess<?> access : pure.getAccessesFromSelf()) {
                    for (Ban ban : BANS) {
                        if (ban.forbids(access)) {
                            events.add(
                                    SimpleConditionEvent.violated(access, ban.complaint(access)));
                        }
                    }
                }
            }
        };
    }

    /// Types of `java.lang` and `java.time` that are threads, processes or wall clocks.
    static DescribedPredicate<JavaClass> world() {
        var world =
                List.of(
                        Thread.class.getName(),
                        ThreadLocal.class.getName(),
                        Runtime.class.getName(),
                        Process.class.getName(),
                        ProcessBuilder.class.getName(),
                        java.util.Timer.class.getName(),
                        java.util.Scanner.class.getName(),
                        java.time.Clock.class.getName());
        return describe("the world", type -> world.contains(type.getName()));
    }

    static DescribedPredicate<JavaClass> primitivesAndArrays() {
        return describe("primitives and arrays", type -> type.isPrimitive() || type.isArray());
    }

    /// A final field still shares what it holds. Arrays pass: a constant table has no better form.
    static ArchCondition<JavaField> haveNoMutableType() {
        var mutable =
                List.of(
                        java.util.AbstractMap.class,
                        java.util.AbstractCollection.class,
                        StringBuilder.class,
                        java.util.Random.class);
        return new ArchCondition<>("have no mutable type") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (mutable.stream().anyMatch(type -> field.getRawType().isAssignableTo(type))) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    field, field.getDescription() + " is mutable"));
                }
            }
        };
    }
}
