package io.capstan.cli;

import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
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

    boolean json() {
        return json;
    }
}
