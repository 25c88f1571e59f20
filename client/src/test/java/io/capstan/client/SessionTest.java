package io.capstan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static SessionToken token(Randomness random, int positions) {
        TreeMap<ShardId, Long> each = new TreeMap<>();
        while (each.size() < positions)
            each.put(new ShardId(random.between(1, Long.MAX_VALUE)), random.below(Long.MAX_VALUE));
        return new SessionToken(new HybridTime(random.below(Long.MAX_VALUE)), each);
    }

    private static TokenText.Carried parsed(String text) {
        return switch (TokenText.parse(text)) {
            case Parsed.Value<TokenText.Carried>(TokenText.Carried carried) -> carried;
            case Parsed.Mistake<TokenText.Carried>(String message) ->
                    throw new AssertionError(message);
        };
    }

    /// A session that has written once, at log index 10 of shard 4.
    private static Dialogue writer() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.put();
        dialogue.answer(dialogue.onlySent(), Dialogue.DONE);
        return dialogue;
    }

    @Test
    void everyTokenIsReadAsItWasPrinted() {
        Randomness random = new Randomness(7);
        for (int positions = 0; positions <= SessionToken.MAX_POSITIONS; positions++) {
            TokenText.Carried carried =
                    new TokenText.Carried(
                            new ClusterId(random.below(99)), token(random, positions));
            String text = TokenText.print(carried);
            assertThat(text).matches("[A-Za-z0-9_-]+").hasSizeLessThan(TokenText.MAX_CHARS);
            assertThat(parsed(text + "\n")).isEqualTo(carried);
        }
    }

    @Test
    void noOtherTextIsAToken() {
        Randomness random = new Randomness(8);
        String text = TokenText.print(new TokenText.Carried(new ClusterId(9), token(random, 3)));
        for (int cut = 0; cut < text.length(); cut++)
            assertThat(TokenText.parse(text.substring(0, cut))).isInstanceOf(Parsed.Mistake.class);
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, at) + other + text.substring(at + 1);
            assertThat(TokenText.parse(changed)).isInstanceOf(Parsed.Mistake.class);
        }
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String allButLast = text.substring(0, text.length() - 1);
        assertThat(alphabet.chars().mapToObj(last -> allButLast + (char) last))
                .filteredOn(each -> TokenText.parse(each) instanceof Parsed.Value<?>)
                .containsExactly(text);
        for (String junk :
                new String[] {"", "no token", "ü", text + "AA", text + "=", "A".repeat(9_999)})
            assertThat(TokenText.parse(junk)).isInstanceOf(Parsed.Mistake.class);
    }

    @Test
    void aTokenThatWasChangedOnItsWayIsToldAsDamaged() {
        String text = writer().core.token();
        char other = text.charAt(20) == 'A' ? 'B' : 'A';
        assertThat(TokenText.parse(text.substring(0, 20) + other + text.substring(21)))
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class,
                        mistake -> assertThat(mistake.message()).contains("is damaged"));
    }

    @Test
    void aTokenOfAnotherVersionIsToldByItsVersion() {
        byte[] bytes = Base64.getUrlDecoder().decode(writer().core.token());
        bytes[0] = 2;
        assertThat(TokenText.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class,
                        mistake -> assertThat(mistake.message()).contains("another version"));
    }

    @Test
    void whatOneSessionHasSeenTheOneThatJoinsItAsksFor() {
        Dialogue reader = writer();
        Dialogue writer = writer();
        writer.put();
        writer.answer(
                writer.onlySent(),
                new Outcome.Done(Result.WRITTEN, new ShardId(6), 31, HybridTime.ofMillis(8)));
        assertThat(reader.core.join(parsed(writer.core.token()))).isEmpty();
        reader.submit(Asks.get(Dialogue.KEY));
        SessionToken asked = reader.onlySent().request().token();
        assertThat(asked.positions())
                .containsEntry(new ShardId(4), 10L)
                .containsEntry(new ShardId(6), 31L);
        assertThat(asked.seen()).isEqualTo(HybridTime.ofMillis(8));
    }

    @Test
    void joiningNeverForgetsWhatThisSessionHasSeenItself() {
        Dialogue reader = writer();
        SessionToken before = reader.core.session().token();
        TreeMap<ShardId, Long> older = new TreeMap<>();
        older.put(new ShardId(4), 3L);
        SessionToken old = new SessionToken(HybridTime.ofMillis(1), older);
        assertThat(reader.core.join(new TokenText.Carried(Dialogue.CLUSTER, old))).isEmpty();
        assertThat(reader.core.session().token()).isEqualTo(before);
    }

    @Test
    void aTokenOfAnotherClusterOrOfTheFutureIsRefusedAndChangesNothing() {
        Dialogue reader = writer();
        String before = reader.core.token();
        SessionToken real = reader.core.session().token();
        SessionToken late = real.advance(new ShardId(4), 11, HybridTime.ofMillis(60_000));
        for (TokenText.Carried forged :
                new TokenText.Carried[] {
                    new TokenText.Carried(
                            new ClusterId(1), real.advance(new ShardId(4), 99, real.seen())),
                    new TokenText.Carried(Dialogue.CLUSTER, late)
                }) {
            assertThat(reader.core.join(forged))
                    .hasValueSatisfying(
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED));
            assertThat(reader.core.token()).isEqualTo(before);
        }
    }

    @Test
    void aSessionThatHasSeenNothingHasATokenThatSaysSo() {
        Dialogue fresh = Dialogue.withThree();
        TokenText.Carried nothing = parsed(fresh.core.token());
        assertThat(nothing.token()).isEqualTo(SessionToken.NONE);
        assertThat(writer().core.join(nothing)).isEmpty();
    }

    /// Sessions write to shards at random, more of them than a token names, and hand each other
    /// their tokens: whatever one has done or taken in, its own token covers.
    @Test
    void aSessionsTokenCoversAllItHasDoneAndTakenIn() {
        Randomness random = new Randomness(11);
        List<Dialogue> sessions = List.of(writer(), writer(), writer());
        long millis = 10;
        for (int step = 0; step < 2_000; step++) {
            Dialogue one = sessions.get(random.below(3));
            SessionToken before = one.core.session().token();
            SessionToken taken;
            if (random.below(4) == 0) {
                TokenText.Carried carried = parsed(sessions.get(random.below(3)).core.token());
                assertThat(one.core.join(carried)).isEmpty();
                taken = carried.token();
            } else {
                ShardId shard = new ShardId(random.between(1, 100));
                HybridTime stamp = HybridTime.ofMillis(millis++);
                one.put();
                one.answer(
                        one.onlySent(), new Outcome.Done(Result.WRITTEN, shard, step + 1, stamp));
                taken = SessionToken.NONE.advance(shard, step + 1, stamp);
            }
            SessionToken after = one.core.session().token();
            covers(after, before);
            covers(after, taken);
        }
    }

    /// Each position, or the time where the position is not named.
    private static void covers(SessionToken token, SessionToken seen) {
        assertThat(token.seen()).isGreaterThanOrEqualTo(seen.seen());
        seen.positions()
                .forEach((shard, index) ->
                        assertThat(token.positions().getOrDefault(shard, Long.MAX_VALUE))
                                .isGreaterThanOrEqualTo(index));
    }

    @Test
    void aTokenNamesShardsUpToItsBoundAndTheTimeCoversTheRest() {
        Dialogue reader = writer();
        for (int shard = 100; shard < 100 + 2 * SessionToken.MAX_POSITIONS; shard++) {
            SessionToken one =
                    SessionToken.NONE.advance(new ShardId(shard), 5, HybridTime.ofMillis(shard));
            assertThat(reader.core.join(new TokenText.Carried(Dialogue.CLUSTER, one))).isEmpty();
        }
        SessionToken all = reader.core.session().token();
        assertThat(all.positions()).hasSize(SessionToken.MAX_POSITIONS);
        assertThat(all.seen()).isEqualTo(HybridTime.ofMillis(227));
        assertThat(Bytes.utf8(reader.core.token()).length()).isLessThan(TokenText.MAX_CHARS);
    }

    /// A scan reads several shards; a row that it did not see in one of them, because it was
    /// deleted, must not come back.
    @Test
    void aScanOverSeveralShardsIsSeenInEachOfThem() {
        Dialogue dialogue = Dialogue.withThree();
        dialogue.read(Wish.USUAL);
        TreeMap<ShardId, Long> passed = new TreeMap<>();
        passed.put(new ShardId(2), 20L);
        passed.put(new ShardId(3), 30L);
        Outcome scanned =
                new Outcome.Done(
                        new Result.Rows(List.of(), Bytes.EMPTY, passed),
                        new ShardId(4),
                        40,
                        HybridTime.ZERO);
        dialogue.answer(dialogue.onlySent(), scanned);
        passed.put(new ShardId(4), 40L);
        assertThat(dialogue.core.session().token().positions()).isEqualTo(passed);
    }
}
