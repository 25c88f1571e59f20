# Sourced by capstan, after jdk25.sh: JVMs that start faster, by a cache that one of them left behind.
#
# JDK 25 can note what a run loads and links, and let later runs begin with that (JEP 483 and 514: "AOT
# cache"). Such a cache fits one build and one JVM, so it is made on the machine where it is used: once,
# after the first command of a new build, by a process of the lowest priority for which nobody waits.
# There are two: `short`, for commands that end at once, and `long`, for nodes. They lie in the build's
# folder and go with it.
#
# Nothing needs them. A cache that is not there, not whole or not fitting is passed over without a word,
# and one that is being made has another name until it is whole. Where making one fails it is not tried
# again for this build. CAPSTAN_STARTUP_CACHE=off: none is used, none is made.

startup_patience=300 # seconds; more than a slow machine takes

# Adds what the JVM must be told to `jvm`. $1: short or long; $2: the build's folder; $3: its class path.
use_startup_cache() {
    local kind=$1 folder=$2 classpath=$3 key
    [ "${CAPSTAN_STARTUP_CACHE:-on}" != off ] || return 0
    # The JVM refuses to start where a cache is named twice, or in two ways.
    case "${CAPSTAN_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
        *-Xshare* | *SharedArchiveFile* | *AOT*) return 0 ;;
    esac
    key=$folder/startup-$(jvm_name)
    if [ "${CAPSTAN_STARTUP_CACHE:-on}" = now ]; then
        (make_startup_caches "$folder" "$classpath" "$key" </dev/null >/dev/null 2>&1) || true
    fi
    if [ -r "$key-$kind.aot" ]; then
        # It says on standard output, among the results, why it cannot use a cache.
        jvm+=(-Xlog:disable '-Xlog:all=warning,aot*=off,cds*=off:stderr')
        # Otherwise a byte that the disk has lost would be run.
        jvm+=(-XX:+VerifySharedSpaces "-XX:AOTCache=$key-$kind.aot")
    elif [ -w "$folder" ] && [ ! -e "$key.failed" ]; then
        make_startup_caches "$folder" "$classpath" "$key" </dev/null >/dev/null 2>&1 &
    fi
}

# What tells one JVM from another: vendor and version. $JDK25 must be set.
jvm_name() {
    local name='' line
    while read -r line; do
        case $line in
            IMPLEMENTOR=* | JAVA_RUNTIME_VERSION=*) name+=${line#*=} ;;
        esac
    done <"$JDK25/release"
    printf '%s' "${name//[^A-Za-z0-9.+]/}"
}

# In the background; a signal for the command that goes on in front is none for this.
make_startup_caches() {
    local folder=$1 classpath=$2 key=$3 self
    trap '' INT HUP
    self=$(exec sh -c 'echo "$PPID"') # bash 3.2 knows no BASHPID
    renice -n 19 -p "$self" || true
    if command -v flock; then
        exec 8>"$folder/startup.lock"
        flock -n 8 || return 0
    else
        take_folder_lock "$folder/startup.lock.d" "$self" || return 0
    fi
    [ ! -e "$key-long.aot" ] || [ ! -e "$key-short.aot" ] || return 0
    exec >"$folder/startup.log" 2>&1
    make_cache short "$@" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -- --help &&
        make_cache long "$@" -Xmx512m -- rehearse ||
        : >"$key.failed"
    rm -rf "$folder/startup.tmp" "$folder/startup.lock.d"
}

# Where there is no flock (macOS): a folder is the lock, and holds its owner's process id.
take_folder_lock() {
    local owner
    owner=$(cat "$1/pid") || owner=''
    if [ -n "$owner" ] && ! kill -0 "$owner"; then rm -rf "$1"; fi
    mkdir "$1" && echo "$2" >"$1/pid"
}

# make_cache KIND FOLDER CLASSPATH KEY JVM-OPTION... -- COMMAND...: a JVM watches the command.
make_cache() {
    local kind=$1 folder=$2 classpath=$3 key=$4 options=() bound=()
    shift 4
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    [ ! -e "$key-$kind.aot" ] || return 0
    # What a killed maker left is in here.
    rm -rf "$folder/startup.tmp"
    mkdir "$folder/startup.tmp" || return 1
    if command -v timeout; then bound=(timeout "$startup_patience"); fi
    ${bound[@]+"${bound[@]}"} "$JDK25/bin/java" "${jvm_common[@]}" "${options[@]}" \
        -Djava.io.tmpdir="$folder/startup.tmp" -XX:AOTCacheOutput="$folder/startup.tmp/$kind.aot" \
        -cp "$classpath" io.capstan.cli.Capstan "$@" || return 1
    [ -s "$folder/startup.tmp/$kind.aot" ] || return 1
    sync "$folder/startup.tmp/$kind.aot" || true
    mv "$folder/startup.tmp/$kind.aot" "$key-$kind.aot"
}
