package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Status;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.TimeInterval;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.HostFigures;
import io.capstan.node.host.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The series of a node are bounded, whatever is asked of it and however many shards it has.
class MetersTest {
    private static final int SERIES_AT_MOST = 2_000;
    private static final NodeId SELF = new NodeId(1);
    private static final RequestTag TAG =
            new RequestTag(new RequestId(new ClientId(1), 1), 1, HybridTime.ZERO);

    private final Bulletin bulletin = new Bulletin();
    private final Meters meters = new Meters(bulletin);

    private static Request request(Ask ask, Consistency level) {
        return new Request(
                TAG,
                NodeId.client(1),
                new TableId(2),
                ShardId.NONE,
                0,
                level,
                SessionToken.NONE,
                TraceContext.NONE,
                ask);
    }

    private static List<Ask> asks() {
        return List.of(
                new Command.Operation(TAG, List.of(), List.of()),
                new Command.Operation(
                        TAG, List.of(new Condition.Absent(Bytes.utf8("k"))), List.of()),
                new Query.Get(List.of()),
                new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, 1, Bytes.EMPTY),
                new Query.Digest(ReplicaId.NONE, HybridTime.ZERO, Bytes.EMPTY, 1),
                new Administer.DropTable("t"));
    }

    private static List<Consistency> levels() {
        return List.of(
                Consistency.LINEARIZABLE,
                new Consistency.Bounded(Duration.ofSeconds(1)),
                new Consistency.Bounded(Duration.ofSeconds(2)),
                new Consistency.Causal(),
                new Consistency.ReadYourWrites(),
                new Consistency.MonotonicReads(),
                Consistency.EVENTUAL);
    }

    private static List<Outcome> outcomes() {
        List<Outcome> all = new ArrayList<>();
        all.add(new Outcome.Done(Result.WRITTEN, new ShardId(2), 1, HybridTime.ZERO));
        all.add(new Outcome.Unknown("who knows"));
        for (ErrorCode code : ErrorCode.values()) all.add(new Outcome.Refused(code, "no"));
        return all;
    }

    private static NodeStatus status(int shards, int nodes) {
        List<NodeStatus.ReplicaStatus> replicas = new ArrayList<>();
        for (int i = 0; i < shards; i++) replicas.add(leader(new ShardId(i + 1), nodes));
        List<NodeStatus.PeerStatus> peers = new ArrayList<>();
        for (int i = 2; i <= nodes; i++)
            peers.add(
                    new NodeStatus.PeerStatus(
                            new NodeId(i), "n" + i, "h:" + i, "", Liveness.SUSPECTED));
        return new NodeStatus(SELF, "n1", new ClusterId(9), 3, 1, "", replicas, List.of(), peers);
    }

    private static NodeStatus.ReplicaStatus leader(ShardId shard, int nodes) {
        List<Member> members = new ArrayList<>();
        List<Status.Peer> peers = new ArrayList<>();
        for (int i = 1; i <= Math.min(nodes, 9); i++) {
            members.add(new Member(new ReplicaId(i), new NodeId(i)));
            if (i > 1) peers.add(new Status.Peer(new NodeId(i), 30 + i));
        }
        ShardDescriptor descriptor =
                new ShardDescriptor(
                        shard,
                        new TableId(2),
                        Partitioning.HASH,
                        KeyRange.ALL,
                        1,
                        members,
                        Configuration.ofVoters(members.stream().map(Member::replica).toList()));
        return new NodeStatus.ReplicaStatus(
                new Address(SELF, shard, new ReplicaId(1)),
                descriptor,
                new Status("L", 7, 40, 39, 41, SELF, "", peers),
                "");
    }

    private static Bulletin.Standing standing(NodeStatus status) {
        return new Bulletin.Standing(
                status,
                new HostFigures(
                        11,
                        12,
                        13,
                        14,
                        15,
                        16,
                        17,
                        18,
                        19,
                        20,
                        21,
                        22,
                        23,
                        new TimeInterval(0, 500)));
    }

    private List<String> series() {
        return meters.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void theSeriesAreBoundedWhateverIsAskedAndHoweverManyShardsThereAre() {
        for (Ask ask : asks())
            for (Consistency level : levels())
                for (Outcome outcome : outcomes())
                    meters.answered(request(ask, level), outcome, 1_000);
        for (int i = 1; i <= 1_000; i++) meters.elected(new ShardId(i));
        bulletin.put(standing(status(1_000, 100)));

        assertThat(series()).hasSizeLessThan(SERIES_AT_MOST);
        assertThat(series())
                .contains(
                        "capstan_shard_count 1000.0",
                        "capstan_shard_led 1000.0",
                        "capstan_shard_untold " + (1_000.0 - Told.MOST_SHARDS),
                        "capstan_replication_elections_total{shard=\"other\"} "
                                + (1_000.0 - Told.MOST_SHARDS));
    }

    @Test
    void whatTheHostPutsUpIsToldUnderItsNames() {
        bulletin.put(standing(status(1, 3)));

        assertThat(series())
                .contains(
                        "capstan_host_turns_total 11.0",
                        "capstan_network_frames_total{direction=\"in\"} 12.0",
                        "capstan_network_frames_total{direction=\"out\"} 13.0",
                        "capstan_host_inbox_frames 14.0",
                        "capstan_request_active 16.0",
                        "capstan_request_waiting 17.0",
                        "capstan_wal_size_bytes 18.0",
                        "capstan_wal_segments 19.0",
                        "capstan_storage_unflushed_bytes 20.0",
                        "capstan_storage_row_lookups_total{result=\"hit\"} 21.0",
                        "capstan_storage_row_lookups_total{result=\"miss\"} 22.0",
                        "capstan_storage_row_cache_bytes 23.0",
                        "capstan_clock_uncertainty_seconds 0.25",
                        "capstan_member_state{member=\"n2\"} 1.0",
                        "capstan_replication_is_leader{shard=\"s1\",table=\"t2\"} 1.0",
                        "capstan_replication_term{shard=\"s1\",table=\"t2\"} 7.0",
                        "capstan_replication_commit_index{shard=\"s1\",table=\"t2\"} 40.0",
                        "capstan_replication_applied_index{shard=\"s1\",table=\"t2\"} 39.0",
                        "capstan_replication_follower_lag{follower=\"n2\",shard=\"s1\",table=\"t2\"} 9.0");
    }

    @Test
    void aShardThatHasGoneIsNotToldOfAnyLonger() {
        bulletin.put(standing(status(2, 3)));
        assertThat(series()).anyMatch(line -> line.contains("shard=\"s2\""));

        bulletin.put(standing(status(1, 3)));

        assertThat(series()).noneMatch(line -> line.contains("shard=\"s2\""));
    }

    @Test
    void aRequestIsCountedBySortLevelAndOutcomeAndItsRefusalByReason() {
        Request get = request(new Query.Get(List.of()), new Consistency.Causal());
        meters.answered(get, new Outcome.Refused(ErrorCode.OVERLOADED, "no"), 2_000_000);

        assertThat(series())
                .contains(
                        "capstan_request_rejected_total{reason=\"overloaded\"} 1.0",
                        "capstan_request_duration_seconds_count{consistency=\"causal\","
                                + "operation=\"get\",outcome=\"refused\"} 1",
                        "capstan_request_duration_seconds_bucket{consistency=\"causal\","
                                + "operation=\"get\",outcome=\"refused\",le=\"0.001\"} 0",
                        "capstan_request_duration_seconds_bucket{consistency=\"causal\","
                                + "operation=\"get\",outcome=\"refused\",le=\"0.0025\"} 1");
    }
}
