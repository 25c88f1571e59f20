package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Judges one register while its history is being made: says at each completion whether what
/// happened so far can still be explained.
///
/// What an operation will have read, or whether it fails, is not known before it completes. Writes
/// and compare-and-sets are known well enough: until they complete they may have taken effect or
/// not. A read is not: the [Frontier] as it was at its invocation is kept, and when the result is
/// known, the events since are gone through again with the read among them. An operation that
/// changes nothing (a compare-and-set of a value to itself) is treated as a read.
///
/// The cost of an event is that of the frontier times the number of reads open at that moment.
/// Memory is bounded: the events since the oldest open read, at most [#MAX_WINDOW]; a read that
/// stays open for longer is not judged, and counted.
public final class LiveRegister {
    /// Events kept for reads under way. A read open for longer is let pass unjudged.
    public static final int MAX_WINDOW = 1 << 14;

    private static final Breadth BREADTH = new Breadth(256, 1 << 14);

    /// What happened so far.
    public enum State {
        /// All is explained.
        EXPLAINED,
        /// This completion made it inexplicable.
        BROKEN,
        /// Too many explanations to follow; the register is not judged any further.
        GIVEN_UP
    }

    private enum Step {
        /// A read of which nobody knows yet what it will have read.
        GLANCE,
        INVOKE,
        OK,
        FAIL,
        CRASH
    }

    private record Event(Step step, int operation, Kind kind, int first, int second) {
        static Event end(Step step, int operation) {
            return new Event(step, operation, Kind.READ, 0, 0);
        }
    }

    /// A read under way: where its invocation stands in the window, and the frontier before it.
    private record Glance(Frontier frontier, Map<Integer, Integer> slots, long at) {}

    private final Map<Integer, Glance> reads = new LinkedHashMap<>();
    private final List<Event> window = new ArrayList<>();
    private Map<Integer, Integer> slots = new LinkedHashMap<>();
    private long windowStart;
    private Frontier frontier;
    private State state = State.EXPLAINED;
    private int unjudged;

    /// @param initial number of the value that the register holds at first
    public LiveRegister(int initial) {
        Limits limits = new Limits(Long.MAX_VALUE, Limits.MEMORY_BYTES, Patience.endless());
        frontier =
                new Frontier(
                        initial, Foresight.none(), new Budget(limits, Long.MAX_VALUE), BREADTH);
    }

    /// An operation is invoked; equal values have equal numbers. A read's values do not matter.
    public void invoke(int operation, Kind kind, int first, int second) {
        if (kind == Kind.READ || (kind == Kind.CAS && first == second)) {
            if (reads.isEmpty()) {
                windowStart += window.size();
                window.clear();
            }
            reads.put(operation, glance(windowStart + window.size()));
            remember(Event.end(Step.GLANCE, operation));
        } else {
            happen(new Event(Step.INVOKE, operation, kind, first, second));
        }
    }

    /// The operation took effect.
    ///
    /// @param result what a read has read; does not matter for others
    public State ok(int operation, int result) {
        Glance glance = reads.remove(operation);
        if (glance != null) {
            return state == State.EXPLAINED ? review(glance, operation, result) : state;
        }
        return slots.containsKey(operation) ? happen(Event.end(Step.OK, operation)) : state;
    }

    /// The operation never took effect.
    public State fail(int operation) {
        return leave(operation, Step.FAIL);
    }

    /// Nobody knows whether the operation took effect, or will.
    public State info(int operation) {
        return leave(operation, Step.CRASH);
    }

    private State leave(int operation, Step step) {
        boolean judged = reads.remove(operation) == null && slots.containsKey(operation);
        return judged ? happen(Event.end(step, operation)) : state;
    }

    private State happen(Event event) {
        if (state != State.EXPLAINED) {
            return state;
        }
        remember(event);
        return settle(apply(event));
    }

    private Glance glance(long at) {
        return new Glance(frontier.copy(), new LinkedHashMap<>(slots), at);
    }

    private void remember(Event event) {
        if (reads.isEmpty()) {
            return;
        }
        window.add(event);
        if (window.size() >= MAX_WINDOW) {
            unjudged += reads.size();
            reads.clear();
            windowStart += window.size();
            window.clear();
        }
    }

    private State settle(boolean explained) {
        if (!explained) {
            state = frontier.isCut() ? State.GIVEN_UP : State.BROKEN;
        }
        return state;
    }

    private boolean apply(Event event) {
        if (event.step == Step.INVOKE) {
            slots.put(event.operation, frontier.invoke(event.kind, event.first, event.second));
            return true;
        }
        Integer slot = slots.remove(event.operation);
        if (slot == null) {
            return true;
        }
        return switch (event.step) {
            case GLANCE, INVOKE -> true;
            case OK -> frontier.ok(slot);
            case FAIL -> frontier.fail(slot);
            case CRASH -> {
                frontier.crash(slot);
                yield true;
            }
        };
    }

    /// The read's result is known: goes through the events since its invocation again, with the
    /// read among them. Where the register holds that value anyway, in every explanation, the read
    /// excludes none of them.
    private State review(Glance glance, int operation, int result) {
        window.set(
                (int) (glance.at - windowStart),
                new Event(Step.INVOKE, operation, Kind.READ, result, result));
        window.add(Event.end(Step.OK, operation));
        if (frontier.isOnly(result)) {
            return state;
        }
        Frontier before = frontier;
        frontier = glance.frontier.copy();
        slots = new LinkedHashMap<>(glance.slots);
        boolean explained = true;
        for (long at = glance.at; explained && at < windowStart + window.size(); at++) {
            retake(at);
            explained = apply(window.get((int) (at - windowStart)));
        }
        settle(explained);
        if (!explained) {
            frontier = before;
        }
        return state;
    }

    /// A read that was invoked at this point sees the new frontier from now on.
    private void retake(long at) {
        Event event = window.get((int) (at - windowStart));
        if (event.step == Step.GLANCE && reads.containsKey(event.operation)) {
            reads.put(event.operation, glance(at));
        }
    }

    /// The values that the register may hold at present, or just before it broke; smallest first.
    public int[] possibleValues() {
        return frontier.states();
    }

    /// How many explanations are followed.
    public int explanations() {
        return frontier.size();
    }

    /// Reads that stayed open for too long to be judged.
    public int unjudgedReads() {
        return unjudged;
    }

    /// Whether nothing is under way and nothing that crashed may still take effect.
    public boolean isQuiet() {
        return reads.isEmpty() && frontier.isIdle();
    }
}
