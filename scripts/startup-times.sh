#!/usr/bin/env bash
# How long starts take, without and with the start-up cache, by turns: `--help` until it ends, and `demo`
# until the line that says `ready`. Prints medians of wall-clock and of processor time, in seconds.
#   scripts/startup-times.sh [RUNS]     10 of each unless told
set -eu

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
runs=${1:-10}
work=$(mktemp -d "${TMPDIR:-/tmp}/capstan-times.XXXXXX")
trap 'rm -rf "$work"' EXIT
export TIMEFORMAT='%R %U %S'

help_once() {
    { time "$root/capstan" --help >/dev/null; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

# Its processor time is what the JVM has used when the line comes.
demo_once() {
    local begun=$EPOCHREALTIME line demo ticks
    mkfifo "$work/said"
    "$root/capstan" demo --port 0 --keep "$work/data" >"$work/said" 2>/dev/null &
    demo=$!
    while read -r line; do
        case $line in ready*) break ;; esac
    done <"$work/said"
    ticks=$(awk '{ print $14 + $15 }' "/proc/$demo/stat")
    awk -v from="$begun" -v to="$EPOCHREALTIME" -v ticks="$ticks" -v hz="$(getconf CLK_TCK)" \
        'BEGIN { print to - from, ticks / hz }'
    kill -9 "$demo" 2>/dev/null || true
    wait "$demo" 2>/dev/null || true
    rm -rf "$work/data" "$work/said"
}

median() { # FILE COLUMN
    sort -n -k "$2,$2" "$1" | awk -v column="$2" '
        { value[NR] = $column }
        END { printf "%.2f", (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
}

CAPSTAN_STARTUP_CACHE=now "$root/capstan" --version
for _ in $(seq "$runs"); do
    for cache in off on; do
        export CAPSTAN_STARTUP_CACHE=$cache
        help_once >>"$work/help-$cache"
        demo_once >>"$work/demo-$cache"
    done
done
for what in help demo; do
    for cache in off on; do
        printf '%s, cache %-3s  wall %s  processor %s  (medians of %d)\n' "$what" "$cache" \
            "$(median "$work/$what-$cache" 1)" "$(median "$work/$what-$cache" 2)" "$runs"
    done
done
