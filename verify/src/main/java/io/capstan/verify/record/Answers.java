package io.capstan.verify.record;

import io.capstan.client.Asks;
import io.capstan.core.Bytes;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.workload.Operation;
import java.util.List;
import java.util.Optional;

/// Between a client's operation and what the wire knows: the request that it is, and what an answer
/// says of it.
public final class Answers {
    private Answers() {}

    /// The request.
    public static Ask ask(Operation operation) {
        Bytes key = Bytes.utf8(operation.key());
        return switch (operation.kind()) {
            case GET -> Asks.get(key);
            case PUT -> Asks.put(key, Bytes.utf8(operation.value().orElseThrow()));
            case DELETE -> Asks.delete(key);
            case CAS ->
                    Asks.compareAndSet(
                            key,
                            operation.expected().map(Bytes::utf8),
                            Bytes.utf8(operation.value().orElseThrow()));
        };
    }

    /// Settles the operation; returns the reason where it did not succeed, else nothing.
    public static String settle(Operation operation, Outcome outcome, long nanos) {
        return switch (outcome) {
            case Outcome.Done(Result result, var _, var _, HybridTime stamp) ->
                    done(operation, result, stamp, nanos);
            case Outcome.Refused(var code, String message) ->
                    ended(operation, Operation.Result.REFUSED, nanos, code + ": " + message);
            case Outcome.Redirected redirected ->
                    ended(operation, Operation.Result.REFUSED, nanos, redirected.toString());
            case Outcome.Unknown(String reason) ->
                    ended(operation, Operation.Result.UNKNOWN, nanos, reason);
        };
    }

    private static String done(Operation operation, Result result, HybridTime stamp, long nanos) {
        switch (result) {
            case Result.Written _ ->
                    operation.settle(Operation.Result.OK, Optional.empty(), stamp, nanos);
            case Result.ConditionFailed(var _, List<Row> actual) ->
                    operation.settle(
                            Operation.Result.MISMATCH, value(actual), HybridTime.ZERO, nanos);
            case Result.Rows(List<Row> rows, var _, var _) ->
                    operation.settle(Operation.Result.OK, value(rows), version(rows), nanos);
            case Result.Digested _, Result.Administered _ -> {
                return ended(
                        operation, Operation.Result.REFUSED, nanos, "an answer of a wrong kind");
            }
        }
        return "";
    }

    private static String ended(
            Operation operation, Operation.Result result, long nanos, String why) {
        operation.settle(result, Optional.empty(), HybridTime.ZERO, nanos);
        return why;
    }

    private static Optional<String> value(List<Row> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst().value().utf8());
    }

    private static HybridTime version(List<Row> rows) {
        return rows.isEmpty() ? HybridTime.ZERO : rows.getFirst().version();
    }
}
