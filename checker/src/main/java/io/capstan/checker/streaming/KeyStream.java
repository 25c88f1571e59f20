package io.capstan.checker.streaming;

import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Value;
import io.capstan.checker.linearizability.LiveRegister;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The history of one key in the making: numbers for its values, and its latest events for people.
///
/// Whenever the key is quiet (nothing under way, one possible value), all earlier values are
/// forgotten: what is held depends on the longest busy stretch, not on the length of the run.
final class KeyStream {
    /// Events kept to tell the story of a violation.
    private static final int RECENT = 32;

    private static final int FORGET_ABOVE = 64;

    private final Value key;
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Integer> numbers = new LinkedHashMap<>();
    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    private final Deque<Note> recent = new ArrayDeque<>();
    private LiveRegister register;
    private int nextOperation;
    private int unjudged;
    private boolean silent;
    private boolean givenUp;

    private record Call(long process, Kind kind, Value first, Value second) {
        String deed(Value result) {
            return switch (kind) {
                case READ -> "read " + result;
                case WRITE -> "write " + first;
                case CAS -> "cas " + first + " -> " + second;
            };
        }
    }

    private record Note(long event, Call call, String what, Value result) {
        @Override
        public String toString() {
            boolean asks = what.equals("invokes") && call.kind == Kind.READ;
            String deed = asks ? "read" : call.deed(result);
            return "event " + event + ": process " + call.process + " " + what + " " + deed;
        }
    }

    KeyStream(Value key, Value initial) {
        this.key = key;
        this.register = new LiveRegister(number(initial));
    }

    Value key() {
        return key;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    int unjudgedReads() {
        return unjudged + register.unjudgedReads();
    }

    int invoke(long event, long process, Kind kind, Value first, Value second) {
        forgetIfQuiet();
        int operation = nextOperation++;
        Call call = new Call(process, kind, first, second);
        calls.put(operation, call);
        note(event, call, "invokes", Value.nil());
        register.invoke(operation, kind, number(first), number(second));
        return operation;
    }

    Optional<Violation> ok(long event, int operation, Value result) {
        Call call = call(operation);
        note(event, call, "ends", result);
        int number = call.kind == Kind.READ ? number(result) : number(call.first);
        return judge(event, call, result, register.ok(operation, number));
    }

    Optional<Violation> fail(long event, int operation) {
        Call call = call(operation);
        note(event, call, "fails to", Value.nil());
        return judge(event, call, Value.nil(), register.fail(operation));
    }

    Optional<Violation> info(long event, int operation) {
        Call call = call(operation);
        note(event, call, "never learns of its", Value.nil());
        return judge(event, call, Value.nil(), register.info(operation));
    }

    private Call call(int operation) {
        Call call = calls.remove(operation);
        if (call == null) {
            throw new IllegalStateException("operation " + operation + " is not under way");
        }
        return call;
    }

    private Optional<Violation> judge(
            long event, Call call, Value result, LiveRegister.State state) {
        if (silent) {
            return Optional.empty();
        }
        return switch (state) {
            case EXPLAINED -> Optional.empty();
            case GIVEN_UP -> {
                silent = true;
                givenUp = true;
                yield Optional.empty();
            }
            case BROKEN -> {
                silent = true;
                yield Optional.of(violation(event, call, result));
            }
        };
    }

    private Violation violation(long event, Call call, Value result) {
        List<Value> possible = new ArrayList<>();
        for (int number : register.possibleValues()) {
            possible.add(values.get(number));
        }
        List<String> story = recent.stream().map(Note::toString).toList();
        return new Violation(event, key, call.process, call.deed(result), possible, story);
    }

    private void note(long event, Call call, String what, Value result) {
        recent.addLast(new Note(event, call, what, result));
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    private int number(Value value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    private void forgetIfQuiet() {
        if (values.size() <= FORGET_ABOVE || silent || !register.isQuiet()) {
            return;
        }
        int[] possible = register.possibleValues();
        if (possible.length == 1) {
            Value present = values.get(possible[0]);
            values.clear();
            numbers.clear();
            unjudged += register.unjudgedReads();
            register = new LiveRegister(number(present));
        }
    }
}
