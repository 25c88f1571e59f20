package io.capstan.cli.kv;

import io.capstan.client.net.Receipt;
import io.capstan.core.time.HybridTime;
import java.util.Optional;

/// A receipt as an object: what it does not know is `null`. Where its level holds in each shard and
/// not as a whole it has a `scope` that says so.
public final class ReceiptJson {
    private static final long NANOS_A_MICRO = 1_000;

    private ReceiptJson() {}

    public static String write(Receipt receipt) {
        return "{\"asked\":"
                + text(receipt.asked())
                + ",\"held\":"
                + text(receipt.held())
                + (receipt.shardByShard() ? ",\"scope\":\"each-shard\"" : "")
                + ",\"shard\":"
                + receipt.shard().value()
                + ",\"index\":"
                + receipt.index()
                + ",\"stamp\":"
                + text(receipt.stamp().map(HybridTime::toString))
                + ",\"attempts\":"
                + receipt.attempts()
                + ",\"tookMicros\":"
                + receipt.took().toNanos() / NANOS_A_MICRO
                + ",\"contact\":"
                + RowJson.quoted(receipt.contact().toString())
                + "}";
    }

    /// The object, with the receipt as its last field.
    public static String in(String object, Receipt receipt) {
        String open = object.substring(0, object.length() - 1);
        String comma = open.endsWith("{") ? "" : ",";
        return open + comma + "\"receipt\":" + write(receipt) + "}";
    }

    private static String text(Optional<?> value) {
        return value.map(known -> RowJson.quoted(known.toString())).orElse("null");
    }
}
