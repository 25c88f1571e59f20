#!/usr/bin/env bash
# What scripts/package.sh packs runs from the package alone: unpacked into a folder of its own, with no
# sources and no Maven, it tells its version, runs a demo, moves rows in and out, ends at SIGTERM, and
# starts faster the second time whatever happens to the caches that make it so.
# The last line is `N passed, N failed`.
set -eu

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/capstan-package.XXXXXX")
demo=''
passed=0 failed=0

finish() {
    [ -z "$demo" ] || kill -9 "$demo" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# must WHAT COMMAND...: counts whether the command succeeds.
must() {
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok: $what"
    else
        failed=$((failed + 1))
        echo "WRONG: $what"
    fi
}

# The unpacked command, with nothing of this repository, or of the caller, about it. $1: the JVM's
# options; $2: CAPSTAN_STARTUP_CACHE.
packed_with() {
    launch=(env -i HOME="$work/home" PATH="$work/bin:/usr/bin:/bin" JAVA_HOME="${JAVA_HOME:-}"
        CAPSTAN_JAVA_OPTS="$1" CAPSTAN_STARTUP_CACHE="$2" "$package/capstan")
}

packed() {
    packed_with "${options:-}" "${caches:-off}"
    "${launch[@]}" "$@"
}

# await WHAT COMMAND...: until the command succeeds, at most two minutes.
await() {
    local what=$1
    shift
    for _ in $(seq 600); do
        ! "$@" || return 0
        sleep 0.2
    done
    echo "waited in vain: $what"
    return 1
}

unpack() {
    local file
    file=$("$root/scripts/package.sh" "$work/first")
    must "the same build is packed into the same bytes" \
        cmp "$file" "$("$root/scripts/package.sh" "$work/second")"
    mkdir -p "$work/a place" "$work/home" "$work/bin"
    tar -C "$work/a place" -xzf "$file"
    package=$(echo "$work/a place"/capstan-*)
    # Whoever calls Maven gives himself away.
    printf '#!/bin/sh\necho called >"%s"\nexit 1\n' "$work/maven-was-called" >"$work/bin/mvn"
    chmod +x "$work/bin/mvn"
}

version() {
    [ "$(packed --version)" = "$(CAPSTAN_STARTUP_CACHE=off "$root/capstan" --version)" ]
}

ready() {
    server=$(sed -n 's/^ready: //p' "$work/demo.out")
    [ -n "$server" ] || ! kill -0 "$demo" 2>/dev/null
}

runs_a_demo() {
    packed_with '' off
    # Not through a function, so that the process is the launcher's, and then the JVM's.
    "${launch[@]}" demo --port 0 --keep "$work/data" >"$work/demo.out" 2>&1 &
    demo=$!
    await "the demo to be ready" ready
    [ -n "$server" ] || cat "$work/demo.out"
    [ -n "$server" ]
}

moves_rows() {
    printf 'k1\tv1\nk2\t\xff\x01\n' >"$work/rows.tsv"
    packed kv import "$work/rows.tsv" --server "$server" &&
        packed table create copy --shards 1 --server "$server" >/dev/null &&
        packed kv export - --format json --server "$server" |
        packed kv import - --format json --table copy --server "$server" &&
        packed kv export "$work/back.tsv" --table copy --server "$server" &&
        LC_ALL=C sort "$work/back.tsv" | cmp - "$work/rows.tsv"
}

ends_at_sigterm() {
    local status=0
    kill "$demo"
    wait "$demo" || status=$?
    demo=''
    echo "it ended with $status"
    [ "$status" -eq 0 ]
}

caches_in() {
    cache_folder=$(echo "$package/.capstan"/*)
    short=$(ls "$cache_folder"/startup-*-short.aot 2>/dev/null) &&
        long=$(ls "$cache_folder"/startup-*-long.aot 2>/dev/null)
}

makes_caches() {
    caches=on packed --version >/dev/null
    await "the start-up caches" caches_in
}

# says_only_its_version: uses caches if there are any, and prints nothing else, anywhere.
says_only_its_version() {
    caches=on packed --version >"$work/said" 2>&1
    [ "$(cat "$work/said")" = "$(packed --version)" ] || { cat "$work/said"; return 1; }
}

loads_from_cache() {
    options="-Xlog:class+load:file=$work/classes.log" caches=on packed --version >/dev/null
    grep -q 'io.capstan.cli.Capstan source: shared objects file' "$work/classes.log"
}

cut_short() {
    head -c 1000000 "$short" >"$work/cut" && mv "$work/cut" "$short" && says_only_its_version
}

rotten() {
    cp "$long" "$short"
    dd if=/dev/urandom of="$short" bs=4096 seek=1000 count=100 conv=notrunc status=none
    says_only_its_version
}

maker_is_at_work() {
    maker=$(pgrep -f "^[^ ]*/bin/java .*AOTCacheOutput=$cache_folder/startup.tmp" | head -n 1)
    [ -n "$maker" ]
}

# A maker that is killed leaves nothing that is taken for a cache, and the next command makes one.
killed_maker() {
    rm -f "$short" "$long"
    caches=on packed --version >/dev/null
    await "a maker" maker_is_at_work || return 1
    # The JVM, the one that bounds its time, and the shell above both.
    local parent above
    parent=$(ps -o ppid= -p "$maker" | tr -d ' ')
    above=$(ps -o ppid= -p "$parent" | tr -d ' ')
    kill -9 "$above" "$parent" "$maker" || return 1
    ! ls "$cache_folder"/startup-*-short.aot 2>/dev/null || return 1
    says_only_its_version && makes_caches && loads_from_cache
}

lint() {
    packed config lint "$package/deploy/capstan.conf"
}

unit() {
    command -v systemd-analyze >/dev/null || { echo "there is no systemd here to ask"; return 0; }
    ln -s "$package" "$work/opt"
    sed "s#/opt/capstan/#$work/opt/#; s#/etc/capstan/#$package/deploy/#" "$package/deploy/capstan.service" >"$work/capstan.service"
    systemd-analyze verify --recursive-errors=no "$work/capstan.service"
}

unpack
must "it tells the version that was packed" version
must "a demo gets ready" runs_a_demo
must "rows go in, through a pipe, and out, the same bytes" moves_rows
must "SIGTERM ends the demo well" ends_at_sigterm
must "start-up caches are made in the background" makes_caches
must "the next command loads from them" loads_from_cache
must "a cache that is cut short is passed over without a word" cut_short
must "a cache with rotten bytes is passed over without a word" rotten
must "a maker that is killed leaves no broken cache, and the next one makes it" killed_maker
must "the example of a configuration has no mistake" lint
must "systemd takes the unit" unit
must "nobody called Maven" test ! -e "$work/maven-was-called"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
