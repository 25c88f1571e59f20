#!/usr/bin/env bash
# Whoever leads is stopped (SIGSTOP) for a while, again and again, while clients read and write. It wakes with
# old beliefs about who leads and what time it is, and must serve none of them: the clients' history is judged.
#   scripts/live/leader-paused.sh [SECONDS] [OF]     each pause lasts SECONDS (15) in a run OF seconds (45)
# The last line is `N passed, N failed`.
set -u
capstan=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/capstan
seconds=${1:-15} of=${2:-45}

for workload in register kv; do
    "$capstan" verify --workload "$workload" --faults pause --leader-for "${seconds}s" --duration "${of}s" \
        --seed "$RANDOM" || { echo '0 passed, 1 failed'; exit 1; }
done
echo '1 passed, 0 failed'
