# Sourced by beside-peers.sh: SOFAJRaft behind a small server of its own (JraftKv) with its closed loop, from
# the folder that --jraft names. Its log syncs at each append (its default).
# Gives begin_jraft, jraft_cells OP and end_jraft; sets jraft_pids, and adds itself to peers or left_out.

jraft_pids='' jraft_base='' jraft_client=''
peers=${peers:-} left_out=${left_out:-}
jraft_java=(--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseG1GC
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED
    --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
    --add-opens=java.base/java.util=ALL-UNNAMED -Dio.netty.tryReflectionSetAccessible=true)

begin_jraft() {
    local why=''
    if [ -z "$jraft_runner" ]; then why='no --jraft folder was given'
    elif [ "$nodes" -ne 3 ]; then why='its runner always has three nodes'
    elif [ ! -r "$jraft_runner/jraft/JraftKv.java" ]; then why="there is no jraft/JraftKv.java in $jraft_runner"
    elif ! build_jraft; then why="it could not be built; see $work/jraft-build.log"; fi
    if [ -n "$why" ]; then
        left_out+="SOFAJRaft was left out: $why"$'\n'
        echo "SOFAJRaft was left out: $why" >&2
        return 0
    fi
    jraft_ports
    local n
    for n in 1 2 3; do
        "$JDK25/bin/java" -Xms1g -Xmx1g "${jraft_java[@]}" -DbasePort="$jraft_base" -cp "$jraft_classes" \
            JraftKv server "$n" "$work/j$n" >"$work/j$n.log" 2>&1 &
        jraft_pids+="${jraft_pids:+ }$!"
        disown
    done
    for n in 1 2 3; do
        for _ in $(seq 100); do
            listens $((jraft_base + n)) && break
            sleep 0.2
        done
    done
    peers+=${peers:+ }jraft
}

build_jraft() {
    jraft_classes=$work/jraft-classes:$work/jraft-lib/*
    timeout 600 mvn -q -B -f "$jraft_runner/jraft/pom.xml" dependency:copy-dependencies \
        -DoutputDirectory="$work/jraft-lib" >"$work/jraft-build.log" 2>&1 &&
        "$JDK25/bin/javac" -nowarn -cp "$jraft_classes" -d "$work/jraft-classes" \
            "$jraft_runner/ClosedLoop.java" "$jraft_runner/jraft/JraftKv.java" >>"$work/jraft-build.log" 2>&1
}

# Three free ports in a row, after jraft_base.
jraft_ports() {
    for _ in $(seq 100); do
        jraft_base=$(free_port)
        listens $((jraft_base + 1)) || listens $((jraft_base + 2)) || listens $((jraft_base + 3)) || return 0
    done
    echo "no three free ports in a row" >&2
    return 1
}

# Reads go by ReadIndex (get) and by the leader's lease (lget). The client tells when it has stored all
# keys, and each cell's figures at its end; between them processor time is taken as its own clock goes:
# so many seconds of warming, then those that count.
jraft_cells() { # OP
    local line before used client ops=$1 operations
    [ "$1" != get ] || ops=get,lget
    mkfifo "$work/jraft-said"
    "$JDK25/bin/java" -Xmx512m "${jraft_java[@]}" -DbasePort="$jraft_base" -Dwarm="$warm" -Dcount="$count" \
        -Dkeys="$keys" -DvalueBytes="$value_bytes" -cp "$jraft_classes" \
        JraftKv load "$ops" "$in_flight" >"$work/jraft-said" 2>"$work/jraft-load.log" &
    jraft_client=$!
    disown
    while read -r -t "$limit" line; do
        case $line in
            preload*) ;;
            *inflight=*)
                # shellcheck disable=SC2086
                used=$(awk "BEGIN { print $(processor_seconds $jraft_pids) - $before }")
                client=$(awk "BEGIN { print $(processor_seconds "$jraft_client") - $client }")
                operations=$(awk "BEGIN { print $(said_by_jraft ops/s "$line") * $count }")
                row "$1" "$(said_by_jraft inflight "$line")" "$(jraft_name "${line%% *}")" \
                    "$(said_by_jraft ops/s "$line")" "$(said_by_jraft p50 "$line")" "$(said_by_jraft p99 "$line")" \
                    "$(per_thousand "$used" "$operations")" "$(per_thousand "$client" "$operations")" \
                    "$(said_by_jraft errors "$line")"
                ;;
            *) continue ;;
        esac
        sleep "$warm"
        # Gone after its last cell.
        [ -r "/proc/$jraft_client/stat" ] || continue
        # shellcheck disable=SC2086
        before=$(processor_seconds $jraft_pids)
        client=$(processor_seconds "$jraft_client")
    done <"$work/jraft-said"
    kill -9 "$jraft_client" 2>/dev/null || true
    jraft_client=''
    rm "$work/jraft-said"
}

said_by_jraft() { # NAME LINE
    sed -nE "s#.*(^| )$1=([0-9.]+).*#\2#p" <<<"$2"
}

jraft_name() {
    case $1 in
        put) echo jraft ;;
        get) echo jraft-ReadIndex ;;
        *) echo jraft-lease ;;
    esac
}

end_jraft() {
    # shellcheck disable=SC2086
    [ -z "$jraft_pids$jraft_client" ] || kill -9 $jraft_pids $jraft_client 2>/dev/null || true
}
