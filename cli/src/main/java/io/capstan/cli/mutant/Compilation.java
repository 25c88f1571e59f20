package io.capstan.cli.mutant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Compiles changed sources in memory against the classes that are running, without the checks of
/// the ordinary build: a mutant is meant to be wrong.
final class Compilation {
    private Compilation() {}

    /// From source path and text to class files by class name.
    static Map<String, byte[]> compile(String name, Map<String, String> sources) throws BadMutant {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null)
            throw new BadMutant(name + ": this Java has no compiler; run it on a JDK");
        var said = new StringWriter();
        try (var classes =
                new ClassesInMemory(javac.getStandardFileManager(null, Locale.ROOT, null))) {
            var units = new ArrayList<JavaFileObject>();
            sources.forEach((path, text) -> units.add(new Source(path, text)));
            var options =
                    List.of(
                            "-proc:none",
                            "-nowarn",
                            "-parameters",
                            "-Xlint:none",
                            "-cp",
                            System.getProperty("java.class.path"));
            if (!javac.getTask(said, classes, null, options, null, units).call()) {
                throw new BadMutant(
                        name + ": the mutant does not compile: " + said.toString().strip());
            }
            return classes.files();
        } catch (IOException e) {
            throw new BadMutant(name + ": the mutant cannot be compiled: " + e.getMessage());
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("mutant:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassesInMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();

        ClassesInMemory(JavaFileManager beneath) {
            super(beneath);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            var bytes = new ByteArrayOutputStream();
            outputs.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("mutant:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        @Override
        public boolean hasLocation(Location location) {
            // Never write beside the real classes.
            return location != StandardLocation.CLASS_OUTPUT && super.hasLocation(location);
        }

        Map<String, byte[]> files() {
            var files = new LinkedHashMap<String, byte[]>();
            outputs.forEach((className, bytes) -> files.put(className, bytes.toByteArray()));
            return files;
        }
    }
}
