package io.capstan.cli.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A second world of Capstan classes in this JVM: the mutated ones as given, all others read anew.
///
/// All of `io.capstan` is defined here and never asked of the parent, so that a mutated class
/// shares packages, static state and types with nothing of the running command. Only types of the
/// JDK cross the border.
final class MutantLoader extends ClassLoader {
    private static final String CAPSTAN = "io.capstan.";

    private final Map<String, byte[]> mutated;

    MutantLoader(Map<String, byte[]> mutated, ClassLoader parent) {
        super("mutant", parent);
        this.mutated = Map.copyOf(mutated);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(CAPSTAN)) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] file = mutated.get(name);
        if (file == null) file = original(name);
        return defineClass(name, file, 0, file.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
