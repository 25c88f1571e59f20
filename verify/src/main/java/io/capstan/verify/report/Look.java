package io.capstan.verify.report;

import io.capstan.sim.workload.Operation;

/// How an outcome looks: a class of the style sheet, a sign and a word, so that colour never stands
/// alone.
enum Look {
    OK("ok", "●", "ok"),
    MISMATCH("mismatch", "◐", "found another value"),
    REFUSED("refused", "▨", "refused"),
    UNKNOWN("unknown", "?", "unknown");

    private final String style;
    private final String sign;
    private final String word;

    Look(String style, String sign, String word) {
        this.style = style;
        this.sign = sign;
        this.word = word;
    }

    static Look of(Operation.Result result) {
        return switch (result) {
            case OK -> OK;
            case MISMATCH -> MISMATCH;
            case REFUSED -> REFUSED;
            case UNKNOWN, PENDING -> UNKNOWN;
        };
    }

    String style() {
        return style;
    }

    String sign() {
        return sign;
    }

    String word() {
        return word;
    }
}
