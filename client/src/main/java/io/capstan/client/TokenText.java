package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClusterId;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.SessionTokenCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Base64;
import java.util.zip.CRC32C;

/// A session's token as text that can be printed, stored and sent: what was seen, and of which
/// cluster. Base64url without padding of
///
/// | bytes | what |
/// | --- | --- |
/// | 1 | version, [#VERSION] |
/// | 8 | cluster |
/// | rest | the token, as [SessionTokenCodec] writes it |
/// | 4 | CRC32C of all before |
///
/// Law: a token has one text, and every other text is refused. The checksum finds accidents; it is
/// no signature: who makes up a token that fits can slow their own reads, and nobody else's.
public final class TokenText {
    static final int VERSION = 1;

    /// No token of [SessionToken#MAX_POSITIONS] positions takes so many characters; a longer text
    /// is refused unread.
    static final int MAX_CHARS = 2_048;

    private static final int CHECKSUM_BYTES = 4;
    private static final int HEAD_BYTES = 9;

    /// A token, and the cluster that it speaks of.
    public record Carried(ClusterId cluster, SessionToken token) {}

    private TokenText() {}

    static String print(Carried carried) {
        WireWriter out = new WireWriter();
        out.u8(VERSION).i64(carried.cluster().value());
        SessionTokenCodec.INSTANCE.write(carried.token(), out);
        Bytes body = out.bytes();
        WireWriter whole = new WireWriter().raw(body).i32(checksum(body));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.bytes().toArray());
    }

    /// Reads what [#print] wrote.
    public static Parsed<Carried> parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_CHARS) return no("is longer than any token");
        try {
            Bytes whole = Bytes.wrap(Base64.getUrlDecoder().decode(stripped));
            int end = whole.length() - CHECKSUM_BYTES;
            if (end < HEAD_BYTES) return no("is cut short");
            if (whole.at(0) != VERSION) return no("is of another version; this one is " + VERSION);
            if (whole.intAt(end) != checksum(whole.slice(0, end))) return no("is damaged");
            Carried carried = body(whole.slice(0, end));
            return print(carried).equals(stripped)
                    ? new Parsed.Value<>(carried)
                    : no("is not written as tokens are");
        } catch (IllegalArgumentException | Malformed e) {
            return no("is no token");
        }
    }

    private static Carried body(Bytes body) {
        WireReader in = new WireReader(body.slice(1, body.length()));
        ClusterId cluster = new ClusterId(in.i64());
        SessionToken token = SessionTokenCodec.INSTANCE.read(in);
        in.end();
        return new Carried(cluster, token);
    }

    private static int checksum(Bytes body) {
        CRC32C crc = new CRC32C();
        body.addTo(crc);
        return (int) crc.getValue();
    }

    private static Parsed<Carried> no(String what) {
        return new Parsed.Mistake<>(
                "the session token " + what + "; take the whole text that session() gave");
    }
}
