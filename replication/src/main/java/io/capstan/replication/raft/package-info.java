/// Raft, complete: a leader orders commands in a log that a majority holds durably.
///
/// Diego Ongaro, "Consensus: Bridging Theory and Practice" (2014), cited as *thesis*; Ongaro and
/// Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014), cited as *paper*.
///
/// # Reading order
///
/// [RaftReplica] takes each input to its part and holds the rule of terms. [Role], [RaftState] and
/// [RaftLog] are what the parts share. Then one file per sub-protocol:
///
/// | part | subject | thesis |
/// | --- | --- | --- |
/// | [Election], [Ballots], [Leadership] | who leads | 3.4, 3.6.1, 4.2.3, 6.2, 9.6 |
/// | [Heartbeats], [Lease] | rounds, check-quorum, the lease | 6.2, 6.4, 6.4.1 |
/// | [Replication], [Progress] | the leader's log and how it spreads | 3.5, 3.6.2, 10.2.1 |
/// | [Following] | how a follower takes entries | 3.5 |
/// | [Applying] | from committed to applied, compaction | 3.5, 5.1 |
/// | [Reads], [ReadRounds], [ReadAsks], [ClosedTimestamp] | answers without the log | 6.4 |
/// | [Snapshots], [SnapshotStream], [Installing] | state instead of entries | 5.3 |
/// | [Reconfiguration], [ConfigurationChange], [MemberWishes], [Configurations] | members | 4 |
/// | [Transfer] | leadership handed over | 3.10 |
/// | [Quiescence] | an idle shard costs nothing | |
///
/// # Invariants
///
/// 1. *Election safety.* At most one leader per term: one vote per term and replica, durable before
///    it is sent.
/// 2. *Leader append-only.* A leader never removes entries of its log.
/// 3. *Log matching.* Same index and term: same entry, and the same log before it.
/// 4. *Leader completeness.* A leader's log holds every committed entry: votes go only to logs as
///    up to date, and only entries of the leader's own term are committed by counting.
/// 5. *State machine safety.* At an index all replicas apply the same entry, in order, once, and
///    only when it is durable there.
/// 6. *Nothing is acknowledged before it is durable*; a leader counts itself by its own disk.
/// 7. *The promise.* Who hears of a leader votes for nobody else for an election timeout; who
///    restarts has forgotten whom it heard, and votes for nobody for as long. Leases are shorter
///    than the promise by twice the drift of clocks.
/// 8. *One change of members at a time*, in force from append, rolled back with its entry.
/// 9. Stamps rise along the log; nothing is stamped at or below a time once closed.
///
/// [RaftGroupInvariants] checks 1 and 3 to 5 over all replicas; [RaftReplica#checkInvariants] the
/// rest of what one replica can see.
///
/// # Transition table
///
/// | role | input | condition | next | effect |
/// | --- | --- | --- | --- | --- |
/// | any | newer term | not a pre-vote; not a vote that the promise forbids | Follower | term durable before any answer |
/// | any | older term | of a leader or candidate | same | tells its own term |
/// | Follower | election timer | voter, disk well, a timeout since restart | PreCandidate | asks for pre-votes |
/// | PreCandidate | majority would vote | | Candidate | term + 1, own vote persisted, asks for votes |
/// | PreCandidate, Candidate | election timer | | PreCandidate | asks again |
/// | PreCandidate, Candidate | majority refuses | | Follower | waits |
/// | PreCandidate, Candidate | leader of this term | | Follower | follows it |
/// | Candidate | majority, own vote durable | | Leader | no-op, a round of heartbeats |
/// | Follower | TimeoutNow | as for the timer | Candidate | no pre-vote; voters set the promise aside |
/// | Leader | no majority heard for a timeout | | Follower | open commands: unknown |
/// | Leader | disk stalls, or configuration without it committed | somebody answers | Follower | TimeoutNow to the furthest voter |
/// | Leader | idle, everybody quiet | | same, quiescent | no timer |
/// | any, quiescent | request, message, node suspected | | same | follower: a full timeout; leader: a round |
///
/// Each row, each bound and each branch that is easily wrong has a mark in [RaftMark].
@NullMarked
package io.capstan.replication.raft;

import org.jspecify.annotations.NullMarked;
