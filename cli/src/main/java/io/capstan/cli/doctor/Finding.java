package io.capstan.cli.doctor;

import io.capstan.cli.kv.RowJson;
import java.util.Locale;

/// One thing that was looked at: how it is, and what to do where it is not well (else empty).
public record Finding(Verdict verdict, String subject, String what, String advice) {
    /// How it is.
    public enum Verdict {
        /// As it should be.
        PASS,
        /// A node can run, but not as well, or not as long, as it should.
        WARN,
        /// A node cannot run, or its promises would not hold.
        FAIL
    }

    static Finding pass(String subject, String what) {
        return new Finding(Verdict.PASS, subject, what, "");
    }

    static Finding warn(String subject, String what, String advice) {
        return new Finding(Verdict.WARN, subject, what, advice);
    }

    static Finding fail(String subject, String what, String advice) {
        return new Finding(Verdict.FAIL, subject, what, advice);
    }

    /// For people.
    public String line() {
        String said = advice.isEmpty() ? what : what + "; " + advice;
        return String.format(Locale.ROOT, "%s  %-8s %s", verdict, subject, said);
    }

    /// For programs.
    public String json() {
        return "{\"verdict\":"
                + RowJson.quoted(verdict.name())
                + ",\"subject\":"
                + RowJson.quoted(subject)
                + ",\"what\":"
                + RowJson.quoted(what)
                + ",\"do\":"
                + RowJson.quoted(advice)
                + "}";
    }
}
