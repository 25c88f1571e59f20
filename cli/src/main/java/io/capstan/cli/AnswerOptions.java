package io.capstan.cli;

import io.capstan.cli.kv.ReceiptJson;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a command tells of its answers beside their values, and what it keeps of them for the next
/// command. An answer that holds less than what was asked for first is told in any case.
final class AnswerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    @Option(
            names = "--receipt",
            description =
                    "Tell of each answer the level it holds, the shard, index and "
                            + "time of the state it is from, how often it was asked for and how "
                            + "long it took, and which node brought it: on standard error, or "
                            + "with --json as a field.")
    private boolean receipt;

    @Option(
            names = "--session",
            paramLabel = "FILE",
            description =
                    "Go on with the session in this file, so that reads at the "
                            + "session levels see what earlier commands wrote and read; made "
                            + "where it is not there, and written anew at the end.")
    private @Nullable Path session;

    private final Weakened weakened = new Weakened();

    /// Does `deed` as [ServerOptions#with] does, within the session where one is named.
    int with(ServerOptions server, Terminal terminal, ToIntFunction<CapstanClient> deed) {
        Path file = session;
        if (file == null) return server.with(terminal, deed);
        try {
            String known = Files.exists(file) ? Files.readString(file) : "";
            return server.with(terminal, client -> continued(terminal, file, known, client, deed));
        } catch (IOException e) {
            return failed(terminal, "cannot read " + file + ": " + e.getMessage());
        }
    }

    /// What was seen is kept however the deed ends.
    private int continued(
            Terminal terminal,
            Path file,
            String known,
            CapstanClient client,
            ToIntFunction<CapstanClient> deed) {
        if (!known.isEmpty()) client.join(known);
        boolean kept = false;
        int code;
        try {
            code = deed.applyAsInt(client);
        } finally {
            kept = keep(terminal, file, client.session());
        }
        return kept || code != ExitCode.OK ? code : ExitCode.FAILED;
    }

    /// Whole or not at all: who is killed amid it leaves the file as it was.
    private boolean keep(Terminal terminal, Path file, String token) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, token + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            failed(terminal, "cannot write " + file + ": " + e.getMessage());
            return false;
        }
    }

    private int failed(Terminal terminal, String why) {
        terminal.err().println(mixee.qualifiedName() + ": " + why);
        return ExitCode.FAILED;
    }

    /// The object to print, with the receipt in it where it is asked for; else what is to be known
    /// of the answer goes to standard error.
    String json(Terminal terminal, String object, Receipt its) {
        if (receipt) return ReceiptJson.in(object, its);
        tell(terminal, its);
        return object;
    }

    /// Tells what is to be known of an answer whose value is printed as text.
    void tell(Terminal terminal, Receipt its) {
        if (receipt) terminal.err().println("receipt " + its);
        else weakened.note(terminal, mixee.qualifiedName(), its);
    }

    boolean receipt() {
        return receipt;
    }

    /// That an answer holds less than what was asked for first; said once a command.
    static final class Weakened {
        private boolean noted;

        void note(Terminal terminal, String command, Receipt its) {
            if (noted || !its.isFallback()) return;
            noted = true;
            terminal.err()
                    .println(
                            command
                                    + ": answered at "
                                    + its.held().orElseThrow()
                                    + ", for "
                                    + its.asked().orElseThrow()
                                    + " was not to be had");
        }
    }
}
