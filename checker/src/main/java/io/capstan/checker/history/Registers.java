package io.capstan.checker.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells whether a history of register operations is about one register or about many, one a key.
///
/// Jepsen's `independent` histories run the same register workload on many keys and put the key
/// into each value: `[key value]` written, `[key nil]` asked, `[key value]` read, `[key [old new]]`
/// compared. Taken for the values of one register they would be judged wrongly, so the form is
/// looked at: an invoked read says which it is, for it asks `nil` of one register and `[key nil]`
/// of many. What may be either, such as a written `[1 2]`, decides nothing; a history of both
/// forms, or with reads of neither, is refused.
final class Registers {
    /// What a step of a transaction may do.
    private static final List<String> STEPS = List.of("r", "w", "read", "write", "append");

    private @Nullable Place one;
    private @Nullable Place many;
    private @Nullable Place readOfEither;
    private @Nullable Place ofAnother;
    private @Nullable Place withField;
    private @Nullable Place withoutField;

    /// Takes note of what an invocation looks like.
    void invoked(Event event, Kind kind) throws MalformedHistory {
        if (event.key() != null) {
            withField = event.place();
            return;
        }
        withoutField = event.place();
        Value value = event.valueOrNil();
        switch (kind) {
            case READ -> asked(event.place(), value);
            case WRITE -> written(event.place(), value);
            case CAS -> written(event.place(), lastOfPair(value));
        }
    }

    /// Operations on several registers at once come as maps of them or as lists of steps `[:r key
    /// value]`.
    static void requireOneRegister(Event event, boolean keyed) throws MalformedHistory {
        Value value = event.valueOrNil();
        boolean several =
                (value instanceof Value.Mapping && !keyed && event.function().equals("read"))
                        || (value instanceof Value.Vector(var steps)
                                && !steps.isEmpty()
                                && steps.stream().allMatch(Registers::isStep));
        if (several) {
            throw new MalformedHistory(
                    event.place(),
                    value
                            + " looks like several registers at once; capstan check judges"
                            + " operations on one register each");
        }
    }

    private static boolean isStep(Value value) {
        return value instanceof Value.Vector(var parts)
                && parts.size() == 3
                && switch (parts.getFirst()) {
                    case Value.Keyword(String name) -> STEPS.contains(name);
                    case Value.Text(String name) -> STEPS.contains(name);
                    default -> false;
                };
    }

    private void asked(Place place, Value value) {
        if (!isPair(value)) {
            one = place;
        } else if (lastOfPair(value).equals(Value.nil())) {
            many = place;
        } else {
            readOfEither = place;
        }
    }

    private void written(Place place, Value value) {
        if (!isPair(value)) {
            one = place;
        }
    }

    /// Takes note of what a read has read.
    void read(Event event, Event invocation) {
        Value result = event.valueOrNil();
        if (invocation.key() != null) {
            return;
        }
        if (!isPair(result)) {
            one = event.place();
        } else if (!keyOf(result).equals(keyOf(invocation.valueOrNil()))) {
            ofAnother = event.place();
        }
    }

    /// Whether values hold keys.
    boolean areMany() throws MalformedHistory {
        if (withField != null && withoutField != null) {
            throw new MalformedHistory(
                    withoutField,
                    "this operation names no :key, but that of " + withField + " does");
        }
        if (one != null && many != null) {
            throw new MalformedHistory(
                    one,
                    "this operation is about one register, but that of "
                            + many
                            + " names a key as in [key value]; it must be all or none");
        }
        if (one == null && many == null && readOfEither != null) {
            throw new MalformedHistory(
                    readOfEither,
                    "all values are pairs, so they may be values of one register or [key value] of"
                            + " many; let reads be invoked with nil or with [key nil]");
        }
        if (many != null && ofAnother != null) {
            throw new MalformedHistory(
                    ofAnother, "this read returns another key than it was invoked with");
        }
        return many != null;
    }

    /// Whether operations name their key in a field of its own.
    boolean haveField() {
        return withField != null;
    }

    static boolean isPair(Value value) {
        return value instanceof Value.Vector(var elements) && elements.size() == 2;
    }

    /// The first of two, or nil.
    static Value keyOf(Value value) {
        return isPair(value) ? ((Value.Vector) value).elements().get(0) : Value.nil();
    }

    /// The second of two, or the value itself.
    static Value lastOfPair(Value value) {
        return isPair(value) ? ((Value.Vector) value).elements().get(1) : value;
    }
}
