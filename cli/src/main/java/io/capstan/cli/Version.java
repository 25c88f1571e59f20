package io.capstan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What this build calls itself: the version of the project, and the commit where the launcher
/// knows it.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"capstan " + number() + " (commit " + commit() + ")"};
    }

    static String number() {
        var properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            if (in != null) properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    static String commit() {
        return System.getProperty("capstan.commit", "unknown");
    }
}
