package io.capstan.verify.judge;

import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import java.util.List;

/// Everything that a run has left behind: what clients did, what was done to the nodes, and what
/// the judge found.
///
/// - `bands`: the faults that struck, by their beginning.
/// - `healedNanos`: when all faults were undone and all nodes were up again.
/// - `servedNanos`: when every client was served again; equal to `healedNanos` where none was
///   asked.
/// - `notes`: what a reader must know besides, a sentence each.
public record Account(
        Chronicle chronicle,
        List<Band> bands,
        long healedNanos,
        long servedNanos,
        Finding finding,
        List<String> notes) {
    public Account {
        bands = List.copyOf(bands);
        notes = List.copyOf(notes);
    }
}
