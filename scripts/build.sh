# Sourced by check and capstan, after jdk25.sh: builds Capstan, one builder at a time.
#
# A finished build is a folder .capstan/build-N that never changes again: the project's own jars,
# links to third-party jars, their class path and a stamp as old as the build's beginning. A node
# that runs from an older build is therefore not disturbed by a newer one. .capstan/current names
# the newest. Expects $root, the repository's folder.

state=$root/.capstan
builds_kept=3

say() { printf 'capstan: %s\n' "$*" >&2; }

# Runs "$@" while holding the build lock; others wait and say so. The lock ends with its process.
with_build_lock() {
    mkdir -p "$state"
    if command -v flock >/dev/null 2>&1; then
        (
            flock -n 9 || { say "another build is under way here; waiting for it"; flock 9; }
            "$@" 9>&-
        ) 9>>"$state/build.lock"
    else
        with_folder_lock "$@"
    fi
}

# Where there is no flock (macOS): a folder is the lock, and holds its owner's process id.
with_folder_lock() {
    local lock=$state/build.lock.d owner told='' status=0
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/pid" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            say "the last builder (process $owner) died; taking over its lock"
            rm -rf "$lock"
            continue
        fi
        [ -n "$told" ] || say "another build is under way here; waiting for it"
        told=yes
        sleep 1
    done
    echo "$$" >"$lock/pid"
    "$@" || status=$?
    rm -rf "$lock"
    return "$status"
}

# What Error Prone wants of the JVM that it runs in.
error_prone_jvm() {
    local part
    for part in api file main model parser processing tree util; do
        printf ' --add-exports=jdk.compiler/com.sun.tools.javac.%s=ALL-UNNAMED' "$part"
    done
    for part in code comp; do
        printf ' --add-opens=jdk.compiler/com.sun.tools.javac.%s=ALL-UNNAMED' "$part"
    done
    printf ' --sun-misc-unsafe-memory-access=allow'
}

# Maven on the JDK 25, with the compiler inside it and two modules at a time.
maven() {
    JAVA_HOME=$JDK25 JAVA25_HOME=$JDK25 MAVEN_OPTS="${MAVEN_OPTS:-}$(error_prone_jvm)" \
        mvn --batch-mode -ntp -T2 -Dcompiler.fork=false -f "$root/pom.xml" "$@" </dev/null
}

# What a build is made of. A folder's own time tells of files that were removed.
newer_source() {
    find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$1" -print -quit 2>/dev/null
}

# Prints the folder of the newest build, if it is there and whole.
current_build() {
    local name
    [ -r "$state/current" ] || return 1
    read -r name <"$state/current"
    [ -r "$state/$name/classpath" ] && printf '%s\n' "$state/$name"
}

# Makes a build folder of what `package` left in the modules' target folders. $1: the stamp.
keep_build() {
    local stamp=$1 name folder jar entry classpath='' old
    name=build-$(date +%s)-$$
    folder=$state/$name
    mkdir -p "$folder/lib" || return 1
    # The command's own jar, then what Maven says that it needs (in a line that has no end).
    while read -r jar || [ -n "$jar" ]; do
        entry=$folder/lib/${jar##*/}
        case $jar in
            "$root"/*) cp "$jar" "$entry" || return 1 ;;
            *) ln -L "$jar" "$entry" 2>/dev/null || cp "$jar" "$entry" || return 1 ;;
        esac
        classpath=$classpath:$entry
    done < <(ls "$root"/cli/target/capstan-cli-*.jar && tr ':' '\n' <"$root/cli/target/classpath")
    printf '%s\n' "${classpath#:}" >"$folder/classpath"
    describe_commit >"$folder/commit"
    mv "$stamp" "$folder/stamp" || return 1
    printf '%s\n' "$name" >"$state/current.new"
    mv "$state/current.new" "$state/current" || return 1
    for old in $(ls -dt "$state"/build-*/ | tail -n "+$((builds_kept + 1))"); do
        rm -rf "$old"
    done
}

describe_commit() {
    git -C "$root" describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null || echo unknown
}

# Runs Maven up to `package` or beyond with the given arguments, and keeps the build if it succeeds.
maven_and_keep() {
    local stamp=$state/stamp.$$
    : >"$stamp"
    if maven "$@"; then
        keep_build "$stamp"
    else
        rm -f "$stamp"
        return 1
    fi
}
