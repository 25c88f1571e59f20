package io.capstan.cli.mutant;

/// A mutant that cannot be tried: its file is wrong, its patch no longer applies, its code does not
/// compile or its run broke down. The message names the mutant's file or line and what to do.
public final class BadMutant extends Exception {
    private static final long serialVersionUID = 1L;

    BadMutant(String message) {
        super(message);
    }
}
