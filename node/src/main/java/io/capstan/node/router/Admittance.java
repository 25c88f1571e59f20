package io.capstan.node.router;

import io.capstan.core.catalog.TableEntry;
import io.capstan.core.consistency.Admission;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Limits;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.shard.Member;
import io.capstan.core.time.HybridTime;
import io.capstan.node.catalog.Catalog;
import java.util.List;
import java.util.Optional;

/// What is refused at the door, before a client's request takes part in anything: what is too
/// large, what only the node itself may write, and what the table cannot or must not answer. Never
/// weakens a request.
public final class Admittance {
    private Admittance() {}

    /// Why the client's request cannot be taken; empty where it can, or where the table is not
    /// known here yet (the router finds out).
    public static Optional<Outcome.Refused> refusal(Request request, Catalog catalog) {
        Optional<Outcome.Refused> tooLarge = Limits.refusal(request.ask());
        if (tooLarge.isPresent()) return tooLarge;
        if (request.ask() instanceof Command && request.table().equals(TableId.SYSTEM))
            return Optional.of(
                    new Outcome.Refused(
                            ErrorCode.SYSTEM_TABLE,
                            "the system table changes only through deeds such as making a table;"
                                    + " write to a table of your own"));
        if (request.ask() instanceof Administer.ChangeMembers(long _, List<MemberChange> changes))
            return ofGoneNode(changes, catalog);
        boolean atALevel =
                request.ask() instanceof Query && !(request.ask() instanceof Query.Digest);
        if (!atALevel) return Optional.empty();
        return catalog.table(request.table()).flatMap(table -> level(table, request, catalog));
    }

    /// Why the request may not live for so long; empty where it may. Its shard remembers until its
    /// expiry that it was carried out, so no client may name one that never comes.
    public static Optional<Outcome.Refused> refusalOfExpiry(Request request, HybridTime now) {
        long ahead = request.tag().expiry().millis() - now.millis();
        if (ahead <= Limits.MAX_LIFE.toMillis()) return Optional.empty();
        return Optional.of(
                new Outcome.Refused(
                        ErrorCode.MALFORMED,
                        "the request expires in "
                                + ahead
                                + " ms, the most are "
                                + Limits.MAX_LIFE.toMillis()
                                + "; give it a shorter deadline"));
    }

    /// A replica on a node that was removed would never come to be.
    private static Optional<Outcome.Refused> ofGoneNode(
            List<MemberChange> changes, Catalog catalog) {
        for (MemberChange change : changes) {
            NodeId node =
                    switch (change) {
                        case MemberChange.AddVoter(Member member) -> member.node();
                        case MemberChange.AddLearner(Member member) -> member.node();
                        case MemberChange.Remove _ -> NodeId.NONE;
                    };
            if (catalog.isGone(node))
                return Optional.of(
                        new Outcome.Refused(
                                ErrorCode.UNKNOWN_NODE,
                                "node "
                                        + catalog.nameOf(node)
                                        + " was removed from the cluster; add the replica on"
                                        + " another node"));
        }
        return Optional.empty();
    }

    private static Optional<Outcome.Refused> level(
            TableEntry table, Request request, Catalog catalog) {
        return catalog.guarantees(table.id())
                .flatMap(its -> refusal(its.admit(table.name(), request.level())));
    }

    private static Optional<Outcome.Refused> refusal(Admission admission) {
        return switch (admission) {
            case Admission.Admitted _ -> Optional.empty();
            case Admission.BelowFloor(String message) ->
                    Optional.of(new Outcome.Refused(ErrorCode.BELOW_FLOOR, message));
            case Admission.Unattainable(String message) ->
                    Optional.of(new Outcome.Refused(ErrorCode.LEVEL_UNAVAILABLE, message));
        };
    }
}
