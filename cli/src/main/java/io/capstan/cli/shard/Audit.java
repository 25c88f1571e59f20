package io.capstan.cli.shard;

import io.capstan.core.Bytes;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/// Compares what the replicas of one shard hold as of one time, page by page, and where they
/// differ, narrows that down to the first row.
///
/// Holds one page's digest of each replica at a time; a shard of any size takes no more memory.
public final class Audit {
    /// What one replica says of one page: a digest, or why it gave none.
    public sealed interface Said {
        record Page(Result.Digested digest) implements Said {}

        record Nothing(String why) implements Said {}
    }

    /// How the replicas are asked: each, by name, for the page of at most `limit` rows after this
    /// routing key.
    @FunctionalInterface
    public interface Asking {
        Map<String, Said> page(Bytes after, int limit);
    }

    /// How it ended.
    public sealed interface Verdict {
        /// All hold the same rows.
        record Equal(long rows, long digest) implements Verdict {}

        /// They differ first in the row that follows the routing key `after` (empty: the first
        /// row). `found`: for each replica the page of this one row.
        record Different(long equalRows, Bytes after, Map<String, Result.Digested> found)
                implements Verdict {}

        /// Some gave no digest; those that did agree as far as they were compared.
        record Unknown(Map<String, String> silent) implements Verdict {}
    }

    private final Asking asking;
    private long rows;
    private long digest;

    private Audit(Asking asking) {
        this.asking = asking;
    }

    public static Verdict of(Asking asking) {
        return new Audit(asking).walk(Bytes.EMPTY);
    }

    private Verdict walk(Bytes from) {
        Bytes after = from;
        while (true) {
            Map<String, Said> said = asking.page(after, Query.MAX_ROWS);
            Map<String, Result.Digested> pages = pages(said);
            if (!agree(pages)) return narrow(after);
            if (pages.size() < said.size()) return new Verdict.Unknown(silent(said));
            Result.Digested page = pages.values().iterator().next();
            take(page);
            if (page.more().isEmpty()) return new Verdict.Equal(rows, digest);
            after = page.more();
        }
    }

    private void take(Result.Digested page) {
        rows += page.rows();
        digest = digest * 31 + page.hash().longAt(0);
    }

    /// Some row of the page after `from` differs: halves the page until one row is left. Who says
    /// nothing any more is left out.
    private Verdict narrow(Bytes from) {
        Bytes after = from;
        long limit = Query.MAX_ROWS;
        while (limit > 1) {
            long half = limit / 2;
            Map<String, Said> said = asking.page(after, (int) half);
            Map<String, Result.Digested> pages = pages(said);
            if (pages.size() < 2) return new Verdict.Unknown(silent(said));
            if (!agree(pages)) {
                limit = half;
                continue;
            }
            Result.Digested page = pages.values().iterator().next();
            take(page);
            after = page.more();
            limit -= page.rows();
        }
        return new Verdict.Different(rows, after, pages(asking.page(after, 1)));
    }

    private static Map<String, String> silent(Map<String, Said> said) {
        Map<String, String> silent = new LinkedHashMap<>();
        said.forEach((name, each) -> {
            if (each instanceof Said.Nothing(String why)) silent.put(name, why);
        });
        return silent;
    }

    private static Map<String, Result.Digested> pages(Map<String, Said> said) {
        Map<String, Result.Digested> pages = new LinkedHashMap<>();
        said.forEach((name, each) -> {
            if (each instanceof Said.Page(Result.Digested digest)) pages.put(name, digest);
        });
        return pages;
    }

    private static boolean agree(Map<String, Result.Digested> pages) {
        return pages.values().stream().distinct().count() <= 1;
    }
}
