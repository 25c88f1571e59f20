package io.capstan.cli;

/// What the process tells its caller: the only exit codes that the command has.
///
/// The first three are Jepsen's: valid, invalid, unknown. The last two are those of BSD's
/// `sysexits`.
public final class ExitCode {
    /// Done, or judged valid.
    public static final int OK = 0;

    /// Failed, or judged to violate what was claimed.
    public static final int FAILED = 1;

    /// Nobody can say: an outcome that is not known, or a check that ran out of its bounds.
    public static final int UNKNOWN = 2;

    /// The command line is wrong; nothing was done.
    public static final int USAGE = 64;

    /// A defect in Capstan itself.
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
