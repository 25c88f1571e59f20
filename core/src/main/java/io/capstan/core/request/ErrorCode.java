package io.capstan.core.request;

import java.util.Locale;

/// The errors that a user can meet. The number never changes its meaning. The text of each error is
/// made where it happens, because only there is known what happened to what; here stands what is
/// true of all of a kind.
public enum ErrorCode {
    NO_LEADER(
            1101,
            Retry.SAFE,
            "No replica leads the shard at the moment, or none was found; an election takes seconds.",
            "Retry; if it stays, `capstan status` shows which nodes are down."),
    NO_QUORUM(
            1102,
            Retry.SAFE,
            "Too few replicas of the shard can be reached for a majority.",
            "Bring nodes back, or read at eventual, for which one replica is enough."),
    OVERLOADED(
            1103,
            Retry.SAFE,
            "A bounded queue is full, and the request was not taken.",
            "Retry later, or send fewer requests at once."),
    SHARD_MOVED(
            1104,
            Retry.SAFE,
            "The key or shard is no longer where the request went.",
            "Retry; clients look the place up again by themselves."),
    DISK_STALLED(
            1105,
            Retry.SAFE,
            "The disk or store of the node that was asked is too slow at the moment.",
            "Retry; if it stays, `capstan doctor` measures the disk."),
    DISK_FULL(
            1106,
            Retry.AFTER_CHECK,
            "The disk of the node that leads the shard is full; reads go on.",
            "Make room on it; writes resume by themselves."),
    REPLICA_FAILED(
            1107,
            Retry.SAFE,
            "The replica that was asked has stopped itself, because it found its own state wrong.",
            "Retry, and replace the node; its log says what it found."),
    EXPIRED(
            1108,
            Retry.NEVER,
            "The time given to the request was over before it was carried out; it has no effect.",
            "Ask anew, with a longer deadline."),
    FORGOTTEN(
            1109,
            Retry.NEVER,
            "The request is so old that the shard no longer remembers whether it was carried out.",
            "Read what is there, then decide."),
    NODE_STOPS(
            1110,
            Retry.SAFE,
            "The node that was asked is about to stop.",
            "Retry with another node; clients do so by themselves."),
    LEVEL_UNPROVEN(
            1201,
            Retry.SAFE,
            "No replica could prove the level of the read in time.",
            "Retry, give it a longer deadline, or ask for a weaker level."),
    LEVEL_UNAVAILABLE(
            1202,
            Retry.NEVER,
            "The table cannot answer at this level, or not as of this time any more.",
            "Ask for a level that the guarantee card names: `capstan table show`."),
    BELOW_FLOOR(
            1203,
            Retry.NEVER,
            "The level is weaker than the table permits.",
            "Ask for its consistency_floor or a stronger level."),
    UNKNOWN_TABLE(
            1301,
            Retry.NEVER,
            "There is no table of this name.",
            "`capstan table list` shows those there are."),
    TABLE_EXISTS(
            1302,
            Retry.NEVER,
            "There is a table of this name already.",
            "Take another name, or drop that one."),
    IMPOSSIBLE_POLICY(
            1303,
            Retry.NEVER,
            "The options of the table do not fit together, or are not in this release.",
            "Take the nearest possible option, which the message names."),
    NOT_ENOUGH_NODES(
            1304,
            Retry.AFTER_CHECK,
            "The table wants more replicas than the cluster has nodes.",
            "Start more nodes, or ask for fewer replicas."),
    SYSTEM_TABLE(
            1305,
            Retry.NEVER,
            "The system table holds the cluster together and is not for rows.",
            "Use a table of your own."),
    UNKNOWN_NODE(
            1306,
            Retry.NEVER,
            "The cluster has no node of this name or id, or has one no more.",
            "`capstan node list` shows the nodes there are."),
    NODE_BUSY(
            1307,
            Retry.AFTER_CHECK,
            "Another job is moving replicas from this node, or to it.",
            "`capstan node list` shows the job; wait for its end."),
    NODE_UNFIT(
            1308,
            Retry.AFTER_CHECK,
            "The node cannot take another's place: it is not alive, or holds the same shards.",
            "Name a node that is alive and has just joined."),
    KEY_TOO_LARGE(1401, Retry.NEVER, "A key is longer than the message says.", "Shorten it."),
    VALUE_TOO_LARGE(
            1402,
            Retry.NEVER,
            "A value, or a request as a whole, is larger than the message says.",
            "Store it in parts, or split the request."),
    SEVERAL_SHARDS(
            1403,
            Retry.NEVER,
            "The keys of one request lie in several shards.",
            "Send one request a shard."),
    TOO_MANY_PARTS(
            1404,
            Retry.NEVER,
            "The request has more keys or parts than the message says.",
            "Split it."),
    MALFORMED(
            1405,
            Retry.NEVER,
            "The request says nothing that can be done.",
            "Mend what the message names."),
    MEMBER_CHANGE_REFUSED(
            1501,
            Retry.AFTER_CHECK,
            "The shard cannot change its members now, mostly because a change is under way.",
            "See what `capstan shard list` says, and ask again."),
    TRANSFER_REFUSED(
            1502,
            Retry.AFTER_CHECK,
            "Leadership could not be handed to that replica.",
            "See in `capstan status` whether it is up and caught up, and ask again."),
    NOT_OF_THIS_CLUSTER(
            1601,
            Retry.NEVER,
            "The node belongs to another cluster than the one it was asked in.",
            "Check the addresses."),
    INCOMPATIBLE_VERSION(
            1602,
            Retry.NEVER,
            "The two sides speak versions that do not fit.",
            "Bring both to versions that do; the message names them."),
    NODE_REMOVED(
            1603,
            Retry.SAFE,
            "The node that was asked was removed from the cluster, and serves nobody any more.",
            "Retry with another node; clients do so by themselves."),
    TOO_SLOW(
            1604,
            Retry.SAFE,
            "A connection did not say or take in time what it had to, and was ended.",
            "Connect anew; if it stays, look at the network between the two."),
    NO_SUCH_PAGE(
            1701,
            Retry.NEVER,
            "The admin address has no such page, or has seen nothing of what it is asked about.",
            "Ask /livez, /readyz, /safe-to-stop, /status, /metrics or /traces/ID."),
    WRONG_METHOD(
            1702,
            Retry.NEVER,
            "The page of the admin address does not know this method.",
            "Use GET; a client adds its part to /traces/ID by POST."),
    NOT_READY(
            1703,
            Retry.SAFE,
            "The node does not serve yet, or is about to stop.",
            "Wait; if it stays, `capstan status` shows what is missing."),
    NOT_SAFE_TO_STOP(
            1704,
            Retry.SAFE,
            "Without this node a shard would have no majority.",
            "Wait until the other replicas are back, or move replicas away from the node."),
    NODE_SILENT(
            1705,
            Retry.SAFE,
            "The process is there, but the node in it does not answer.",
            "Wait; if it stays, read the node's log, and restart it.");

    /// Whether the same request may be sent again.
    public enum Retry {
        /// Yes, as it is.
        SAFE,
        /// Once the cause is gone.
        AFTER_CHECK,
        /// It will be refused again.
        NEVER
    }

    private final int number;
    private final Retry retry;
    private final String meaning;
    private final String advice;

    ErrorCode(int number, Retry retry, String meaning, String advice) {
        this.number = number;
        this.retry = retry;
        this.meaning = meaning;
        this.advice = advice;
    }

    public int number() {
        return number;
    }

    public Retry retry() {
        return retry;
    }

    /// What it means, in general; a sentence or two.
    public String meaning() {
        return meaning;
    }

    /// What whoever meets it should do.
    public String advice() {
        return advice;
    }

    /// `CAP-1102`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "CAP-%04d", number);
    }
}
