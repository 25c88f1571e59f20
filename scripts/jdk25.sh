# Sourced by check, capstan and .ci/run: finds a JDK 25 and puts its home into JDK25.
# A JDK is known by its `release` file, so that looking costs no start of a JVM.

java_needed=javac # what must be in its bin; where nothing is to be built, java is enough

is_jdk25() {
    [ -x "$1/bin/$java_needed" ] && [ -r "$1/release" ] || return 1
    case "$(<"$1/release")" in
        *'JAVA_VERSION="25"'* | *'JAVA_VERSION="25.'*) return 0 ;;
        *) return 1 ;;
    esac
}

find_jdk25() {
    local home
    for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" \
        /usr/lib/jvm/* "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* /opt/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && is_jdk25 "$home"; then
            JDK25=$home
            return 0
        fi
    done
    return 1
}

require_jdk25() {
    find_jdk25 && return 0
    cat >&2 <<'END'
Capstan needs a JDK 25 (to build, with javac), and none was found.
  Looked in: JAVA_HOME, JAVA25_HOME, /usr/lib/jvm, ~/.sdkman/candidates/java, ~/.jdks, /opt,
  /Library/Java/JavaVirtualMachines.
  Get one:   apt-get install openjdk-25-jdk-headless     (Debian, Ubuntu; or temurin-25-jdk)
             sdk install java 25-tem                     (SDKMAN)
             brew install --cask temurin@25              (macOS)
  Have one elsewhere? Set JAVA25_HOME to its folder.
END
    return 1
}

require_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    cat >&2 <<'END'
Capstan is built by Maven 3.8.7 or newer, and there is no `mvn` on the PATH.
  Get it:    apt-get install maven     (Debian, Ubuntu)
             sdk install maven         (SDKMAN)
             brew install maven        (macOS)
END
    return 1
}
