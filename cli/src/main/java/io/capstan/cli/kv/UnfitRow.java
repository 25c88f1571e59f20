package io.capstan.cli.kv;

import io.capstan.core.Bytes;

/// A row that the form of a file cannot hold. The message names its key and says what can.
public final class UnfitRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitRow(Bytes key) {
        super(
                "the row "
                        + RowJson.writeKey(key)
                        + " has a line end or a tab where KEY<TAB>VALUE cannot hold one; export"
                        + " with --format csv or --format json",
                null,
                false,
                false);
    }
}
