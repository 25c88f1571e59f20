package io.capstan.server.config;

/// Something that a person has to put right: where, and what.
public record Mistake(Source where, String what) {
    /// About a value. A flag that has the setting's name says by itself what it is about.
    static Mistake of(Setting<?> setting, Given given, String what) {
        boolean named = given.source().equals(new Source.Flag(setting.flag()));
        return new Mistake(given.source(), named ? what : setting.key() + ": " + what);
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
