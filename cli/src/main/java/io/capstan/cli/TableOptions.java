package io.capstan.cli;

import io.capstan.client.Wish;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.client.net.Table;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.request.ErrorCode;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which table, and how to print.
final class TableOptions {
    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "The table (default: ${DEFAULT-VALUE}).")
    private String table = "demo";

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    Table in(CapstanClient client) {
        return client.table(table);
    }

    /// The table for this read. One that may be answered at less than linearizable is not to fail
    /// for want of a majority because the name was looked up at more than that.
    Table in(CapstanClient client, ReadOptions read) {
        if (!read.mayBeWeak()) return in(client);
        try {
            return client.table(table, Wish.at(Consistency.EVENTUAL));
        } catch (CapstanException missing) {
            if (!missing.code().equals(Optional.of(ErrorCode.UNKNOWN_TABLE))) throw missing;
            return in(client);
        }
    }

    boolean json() {
        return json;
    }
}
