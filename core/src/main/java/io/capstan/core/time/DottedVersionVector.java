package io.capstan.core.time;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The history of one version of a value: its own event, the *dot*, and all events that it
/// replaces, the *past*. Two versions whose writers did not see each other are told apart even when
/// one server coordinated both: there plain version vectors lose one.
///
/// Invariant: the dot is not in the past.
///
/// Laws, for sets of siblings that are only ever made by [#update] and [#sync]
/// 1. [#order] is inclusion of histories: exactly what happened before.
/// 2. [#sync] is commutative, associative and idempotent; it keeps the versions that nothing known
///    replaces, and only those.
/// 3. After [#update] under a context, the versions of that context are gone and every other one is
///    still there.
///
/// Preguiça, Baquero, Almeida, Fonte, Gonçalves, "Dotted Version Vectors: Logical Clocks for
/// Optimistic Replication" (2010), sections 4 and 5.
public record DottedVersionVector(VectorClock past, Dot dot)
        implements Comparable<DottedVersionVector> {
    public DottedVersionVector {
        Invariant.check(past.of(dot.node()) < dot.number(), "%s is in its own past %s", dot, past);
    }

    /// Whether the event is part of this version's history.
    public boolean contains(Dot event) {
        return event.equals(dot) || past.of(event.node()) >= event.number();
    }

    /// How the histories stand to each other. The dot alone decides: a history that holds an event
    /// holds all that came before it.
    public VectorClock.Order order(DottedVersionVector other) {
        if (dot.equals(other.dot)) return VectorClock.Order.EQUAL;
        if (other.contains(dot)) return VectorClock.Order.BEFORE;
        return contains(other.dot) ? VectorClock.Order.AFTER : VectorClock.Order.CONCURRENT;
    }

    /// What a reader of these siblings has seen: handed to the client, and back with its write.
    public static VectorClock context(Collection<DottedVersionVector> siblings) {
        VectorClock seen = VectorClock.EMPTY;
        for (DottedVersionVector version : siblings)
            seen = seen.merge(version.past).with(version.dot);
        return seen;
    }

    /// The siblings after `server` coordinated a write by someone who had seen `context`: the new
    /// version, and those that the writer had not seen. Ascending by dot.
    public static List<DottedVersionVector> update(
            Collection<DottedVersionVector> siblings, VectorClock context, NodeId server) {
        long newest = Math.max(context.of(server), context(siblings).of(server));
        TreeSet<DottedVersionVector> next = new TreeSet<>();
        for (DottedVersionVector version : siblings)
            if (context.of(version.dot.node()) < version.dot.number()) next.add(version);
        next.add(new DottedVersionVector(context, new Dot(server, newest + 1)));
        return List.copyOf(next);
    }

    /// The version that an [#update] has just added: the one with the newest dot of `server`.
    public static Optional<DottedVersionVector> newest(
            Collection<DottedVersionVector> siblings, NodeId server) {
        return siblings.stream()
                .filter(version -> version.dot.node().equals(server))
                .reduce((one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /// What two replicas know together: every version that no other one replaces. Ascending by dot.
    public static List<DottedVersionVector> sync(
            Collection<DottedVersionVector> ours, Collection<DottedVersionVector> theirs) {
        TreeSet<DottedVersionVector> both = new TreeSet<>(ours);
        both.addAll(theirs);
        List<DottedVersionVector> kept = new ArrayList<>();
        for (DottedVersionVector version : both)
            if (both.stream().noneMatch(o -> version.order(o) == VectorClock.Order.BEFORE))
                kept.add(version);
        return kept;
    }

    /// By dot: a version's name.
    @Override
    public int compareTo(DottedVersionVector other) {
        return dot.compareTo(other.dot);
    }

    @Override
    public String toString() {
        return dot + past.toString();
    }
}
