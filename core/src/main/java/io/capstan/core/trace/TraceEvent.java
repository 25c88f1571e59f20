package io.capstan.core.trace;

/// One thing that happened, for people to read: a short kind in the field's words (`elected`,
/// `stepped-down`, `snapshot-sent`) and its detail as `name=value` pairs. Kinds and details are
/// stable enough to be part of scenario transcripts.
public record TraceEvent(String kind, String detail) {
    @Override
    public String toString() {
        return detail.isEmpty() ? kind : kind + " " + detail;
    }
}
