package io.capstan.checker.linearizability;

import io.capstan.checker.history.*;
import io.capstan.checker.io.*;
import java.io.*;
import java.util.*;

public class FrontierProbe {
    public static void main(String[] a) throws Exception {
        Reading r = new HistoryFile(Workload.CAS_REGISTER, Value.of(0), 1L << 30).read(new FileInputStream(a[0]), Optional.empty());
        History h = ((Reading.Read) r).history();
        KeyHistory k = KeyHistory.of(h, h.rowsByKey()[0]);
        int crashed = 0; for (int i = 0; i < k.size(); i++) if (k.crashed(i)) crashed++;
        System.out.println("ops " + h.size() + " kept " + k.size() + " crashed kept " + crashed);
        long end = System.nanoTime() + Long.parseLong(a[1]) * 1_000_000_000L;
        Budget b = new Budget(new Limits(Long.MAX_VALUE, 700L << 20, () -> System.nanoTime() > end), Long.MAX_VALUE);
        int[] last = k.lastObserved(); int[] now = {0};
        Frontier f = new Frontier(k.initial, v -> last[v] >= now[0], b, a.length > 2 ? a[2].equals("w") ? Breadth.WIDE : Breadth.NARROW : Breadth.UNBOUNDED);
        int[] slot = new int[k.size()]; int done = 0, max = 0; long sum = 0;
        int next = 1;
        for (int e : k.events()) {
            int i = e >> 1;
            if ((e & 1) == 0) { now[0] = k.call[i]; slot[i] = f.invoke(k.kind[i], k.first[i], k.second[i]); if (k.crashed(i)) f.crash(slot[i]); continue; }
            now[0] = k.ret[i];
            if (!f.ok(slot[i])) { System.out.println("stop at op " + i + " size " + f.size() + " " + b.reason()); break; }
            done++; max = Math.max(max, f.size()); sum += f.size();
            if (done == next) { System.out.println(done + " size " + f.size() + " max " + max + " avg " + sum / done); next *= 2; }
        }
        System.out.println("done " + done + " max " + max + " avg " + sum / Math.max(1, done));
    }
}
