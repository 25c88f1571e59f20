package io.capstan.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.time.HybridTime;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final Bytes KEY = Bytes.utf8("key");
    private static final RequestTag TAG =
            new RequestTag(new RequestId(new ClientId(1), 1), 1, HybridTime.MAX);

    @Test
    void whatIsWithinTheBoundsIsTaken() {
        assertThat(Limits.refusal(put(bytes(Limits.MAX_KEY_BYTES), bytes(Limits.MAX_VALUE_BYTES))))
                .isEmpty();
        assertThat(Limits.refusal(new Query.Get(Collections.nCopies(Command.MAX_PARTS, KEY))))
                .isEmpty();
        assertThat(Limits.refusal(new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, 1, Bytes.EMPTY)))
                .isEmpty();
        assertThat(Limits.refusal(new Administer.TransferLeadership(new ReplicaId(1)))).isEmpty();
    }

    @Test
    void aLongKeyIsRefusedWhereverItStands() {
        Bytes key = bytes(Limits.MAX_KEY_BYTES + 1);
        refused(put(key, KEY), ErrorCode.KEY_TOO_LARGE, "has 4097 bytes, the most are 4096");
        refused(new Query.Get(List.of(KEY, key)), ErrorCode.KEY_TOO_LARGE, "shorten it");
        refused(new Query.Scan(key, KEY, 1, KEY), ErrorCode.KEY_TOO_LARGE, "shorten it");
        refused(
                new Command.Operation(TAG, List.of(new Condition.Absent(key)), List.of()),
                ErrorCode.KEY_TOO_LARGE,
                "shorten it");
    }

    @Test
    void aLongValueIsRefusedWhereverItStands() {
        Bytes value = bytes(Limits.MAX_VALUE_BYTES + 1);
        refused(put(KEY, value), ErrorCode.VALUE_TOO_LARGE, "the value of key key has 1048577");
        refused(
                new Command.Operation(TAG, List.of(new Condition.ValueIs(KEY, value)), List.of()),
                ErrorCode.VALUE_TOO_LARGE,
                "store it in parts");
    }

    @Test
    void smallPartsThatAreTooMuchTogetherAreRefused() {
        List<Mutation> puts =
                Collections.nCopies(5, new Mutation.Put(KEY, bytes(Limits.MAX_VALUE_BYTES)));
        refused(new Command.Effects(TAG, puts), ErrorCode.VALUE_TOO_LARGE, "split it");
    }

    @Test
    void tooManyPartsAreRefused() {
        List<Bytes> keys = Collections.nCopies(Command.MAX_PARTS + 1, KEY);
        refused(new Query.Get(keys), ErrorCode.TOO_MANY_PARTS, "1025 keys in one request");
        List<Mutation> deletes = Collections.nCopies(1_000, new Mutation.Delete(KEY));
        List<Condition> conditions = Collections.nCopies(25, new Condition.Exists(KEY));
        refused(
                new Command.Operation(TAG, conditions, deletes),
                ErrorCode.TOO_MANY_PARTS,
                "the most are 1024");
    }

    @Test
    void askingForNothingIsRefused() {
        refused(new Query.Get(List.of()), ErrorCode.MALFORMED, "name a key");
        refused(new Command.Effects(TAG, List.of()), ErrorCode.MALFORMED, "name a key");
        refused(new Query.Scan(KEY, KEY, 0, KEY), ErrorCode.MALFORMED, "for 0 rows");
        refused(put(Bytes.EMPTY, KEY), ErrorCode.MALFORMED, "an empty key names no row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"carts", "_x", "Eu.west-1_carts", "a"})
    void aPlainNameIsTaken(String name) {
        assertThat(Limits.nameRefusal(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "a/b", "käse", "a\n", "%s%n"})
    void anyOtherNameIsRefused(String name) {
        assertThat(Limits.nameRefusal(name)).isPresent();
        assertThat(Limits.nameRefusal("x".repeat(64))).isPresent();
    }

    private static void refused(Ask ask, ErrorCode code, String text) {
        assertThat(Limits.refusal(ask))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.message()).contains(text);
                });
    }

    private static Command put(Bytes key, Bytes value) {
        return new Command.Operation(TAG, List.of(), List.of(new Mutation.Put(key, value)));
    }

    private static Bytes bytes(int length) {
        return Bytes.wrap(new byte[length]);
    }
}
