package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.log.Recovered.TermStart;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each new segment says of a replica, so that older segments matter for their entries alone.
record Checkpoint(
        int count,
        boolean closed,
        boolean rotten,
        Optional<Bytes> hardState,
        long previousIndex,
        long previousTerm,
        long compactTo,
        long lastIndex,
        List<TermStart> terms) {
    void write(WireWriter out) {
        out.i32(count).bool(closed).bool(rotten).bool(hardState.isPresent());
        hardState.ifPresent(out::bytes);
        out.varint(previousIndex).varint(previousTerm).varint(compactTo).varint(lastIndex);
        out.varint(terms.size());
        for (TermStart start : terms) out.varint(start.term()).varint(start.index());
    }

    static Checkpoint read(WireReader in) {
        int count = in.i32();
        boolean closed = in.bool();
        boolean rotten = in.bool();
        Optional<Bytes> hardState =
                in.bool() ? Optional.of(Bytes.wrap(in.bytes().toArray())) : Optional.empty();
        long previousIndex = in.varint();
        long previousTerm = in.varint();
        long compactTo = in.varint();
        long lastIndex = in.varint();
        if (lastIndex < previousIndex || lastIndex - previousIndex > Integer.MAX_VALUE)
            throw new Malformed("a log from " + previousIndex + " to " + lastIndex);
        List<TermStart> terms = new ArrayList<>();
        for (int left = in.count(); left > 0; left--)
            terms.add(new TermStart(in.varint(), in.varint()));
        return new Checkpoint(
                count,
                closed,
                rotten,
                hardState,
                previousIndex,
                previousTerm,
                compactTo,
                lastIndex,
                List.copyOf(terms));
    }
}
