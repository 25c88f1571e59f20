#!/usr/bin/env bash
# Acknowledged writes survive kill -9, shown with the real command on real files.
#   scripts/survive.sh [ROWS] [DISK...]     ROWS: 20000 unless told; DISK: file, held (both unless told)
# For each kind of disk: start `capstan demo --keep`, import half of the rows, import the other half with
# --acked, kill the process with SIGKILL once a good part is acknowledged, start it again on the same
# folder, and read everything back: every row of the first import and every acknowledged one of the second
# must be there with its value. With the held disk unsynced bytes are in process memory when the kill
# comes, so that a missing fsync shows.
# CAPSTAN names another command to test than this repository's ./capstan.
# The last line is `N passed, N failed`.
set -eu

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/scripts/rows.sh"
capstan=${CAPSTAN:-$root/capstan}
rows=${1:-20000}
shift || true
disks=("$@")
[ "${#disks[@]}" -gt 0 ] || disks=(file held)

work=$(mktemp -d "${TMPDIR:-/tmp}/capstan-survive.XXXXXX")
demo='' import=''
passed=0 failed=0

finish() {
    for process in $demo $import; do kill -9 "$process" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

make_halves() {
    make_rows "$rows" "$work/rows"
    head -n $((rows / 2)) "$work/rows" >"$work/first"
    tail -n +$((rows / 2 + 1)) "$work/rows" >"$work/second"
}

# Starts the demo on the folder $1 and waits until it is ready; sets demo and server.
start_demo() {
    "$capstan" demo --keep "$1" --port 0 --disk "$2" >"$work/demo.out" 2>&1 &
    demo=$!
    for _ in $(seq 600); do
        server=$(sed -n 's/^ready: //p' "$work/demo.out")
        [ -z "$server" ] || return 0
        kill -0 "$demo" 2>/dev/null || break
        sleep 0.1
    done
    echo "the demo did not get ready:"
    cat "$work/demo.out"
    return 1
}

# Waits until so many keys are acknowledged, or the import ends.
await_acked() {
    for _ in $(seq 1200); do
        [ "$(wc -l <"$work/acked" 2>/dev/null || echo 0)" -lt "$1" ] || return 0
        kill -0 "$import" 2>/dev/null || return 0
        sleep 0.05
    done
    return 1
}

survives() { # DISK
    local data=$work/data-$1 enough=$((rows / 4)) begun
    mkdir "$data"
    start_demo "$data" "$1" || return 1
    begun=$SECONDS
    "$capstan" kv import "$work/first" --server "$server" || return 1
    echo "first import of $((rows / 2)) rows took $((SECONDS - begun)) s"
    : >"$work/acked"
    "$capstan" kv import "$work/second" --acked "$work/acked" --server "$server" >"$work/import.out" 2>&1 &
    import=$!
    await_acked "$enough" || return 1
    kill -9 "$demo"
    wait "$demo" 2>/dev/null || true
    kill -9 "$import" 2>/dev/null || true
    wait "$import" 2>/dev/null || true
    [ "$(wc -l <"$work/acked")" -ge "$enough" ] || { cat "$work/import.out"; return 1; }
    start_demo "$data" "$1" || return 1
    compare
    local verdict=$?
    kill "$demo" && wait "$demo" 2>/dev/null || true
    demo=''
    rm -rf "$data"
    return "$verdict"
}

# Every row that must be there is among those that are.
compare() {
    # A last line without its end was cut by the kill: that key was not told.
    if [ -n "$(tail -c 1 "$work/acked")" ]; then sed '$d' "$work/acked"; else cat "$work/acked"; fi >"$work/told"
    awk -F'\t' 'NR == FNR { told[$0] = 1; next } ($1 in told)' "$work/told" "$work/second" |
        cat "$work/first" - | LC_ALL=C sort >"$work/must"
    "$capstan" kv scan --server "$server" | LC_ALL=C sort >"$work/there" || return 1
    local missing
    missing=$(LC_ALL=C comm -23 "$work/must" "$work/there" | wc -l)
    echo "acknowledged before the kill: $(wc -l <"$work/told"); rows that must be there: $(wc -l <"$work/must");" \
        "rows there: $(wc -l <"$work/there"); missing or wrong: $missing"
    [ "$missing" -eq 0 ] || LC_ALL=C comm -23 "$work/must" "$work/there" | head -n 5
    [ "$missing" -eq 0 ]
}

make_halves
for disk in "${disks[@]}"; do
    echo "disk $disk:"
    if survives "$disk"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        for process in $demo $import; do kill -9 "$process" 2>/dev/null || true; done
    fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
