package io.capstan.node.identity;

import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.node.harness.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Nodes without a cluster, over a network and disks that the test (or a seed) drives one step at a
/// time: messages are lost, repeated and overtaken, nodes crash at any point, folders can be lost.
final class Nursery {
    /// One node: what it is started with, its folder, and its birth while it is up.
    final class Cot implements Birth.Ways {
        final String name;
        final String address;
        List<String> listed;
        MemoryDisk disk = new MemoryDisk();
        @Nullable Birth birth;
        private NodeId endpoint = NodeId.NONE;

        private Cot(String name, String address, List<String> listed) {
            this.name = name;
            this.address = address;
            this.listed = listed;
        }

        Cot start() {
            endpoint = NodeId.client(++endpoints);
            callers.put(endpoint, this);
            Pledge wanted = Birth.pledge(random::nextLong, name, address, listed);
            birth = new Birth(disk, random::nextLong, wanted, this);
            return this;
        }

        Birth birth() {
            return Objects.requireNonNull(birth);
        }

        void crash() {
            birth = null;
            callers.remove(endpoint);
            disk.crash();
        }

        Birth.Stage stage() {
            return birth == null ? new Birth.Stage.Waiting("its start") : birth.stage();
        }

        Optional<Founding> founding() {
            return stage() instanceof Birth.Stage.Done(Founding founding)
                    ? Optional.of(founding)
                    : Optional.empty();
        }

        String refusal() {
            return stage() instanceof Birth.Stage.Refused(String why) ? why : "";
        }

        void sync() {
            for (MemoryDisk.Sync sync : disk.takeSyncs()) {
                disk.complete(sync);
                if (birth != null) birth.synced(sync.ticket());
            }
        }

        @Override
        public void ask(String to, FoundingMessage.Question question) {
            NodeId from = endpoint;
            Letter letter =
                    () -> {
                        Cot asked = cots.get(to);
                        if (asked != null && asked.birth != null)
                            asked.birth.asked(from, reread(question));
                    };
            post(letter);
        }

        @Override
        public void answer(NodeId asker, FoundingMessage answer) {
            post(() -> {
                Cot asking = callers.get(asker);
                if (asking != null && asking.birth != null)
                    asking.birth.answered(address, reread(answer));
            });
        }
    }

    /// A message on its way.
    private interface Letter {
        void deliver();
    }

    final Map<String, Cot> cots = new TreeMap<>();
    private final Map<NodeId, Cot> callers = new TreeMap<>();
    private final List<Letter> letters = new ArrayList<>();
    private final Randomness random;
    private long endpoints;

    Nursery(long seed) {
        random = new Randomness(seed);
    }

    /// A node that is not up yet.
    Cot cot(String name, String address, String... listed) {
        Cot cot = new Cot(name, address, List.of(listed));
        cots.put(address, cot);
        return cot;
    }

    private void post(Letter letter) {
        letters.add(letter);
    }

    @SuppressWarnings("unchecked")
    private static <T extends FoundingMessage> T reread(T message) {
        return (T) FoundingCodec.INSTANCE.decode(FoundingCodec.INSTANCE.encode(message));
    }

    /// All is well for a while: everybody is asked, everything arrives, every sync completes.
    void settle() {
        for (int round = 0; round < 12; round++) {
            for (Cot cot : cots.values()) {
                cot.sync();
                if (cot.birth != null) cot.birth.elapsed();
            }
            List<Letter> now = List.copyOf(letters);
            letters.clear();
            now.forEach(Letter::deliver);
        }
    }

    /// One thing of many happens.
    void step(boolean foldersMayGo) {
        Cot cot = random.pick(List.copyOf(cots.values()));
        switch (random.below(10)) {
            case 0, 1 -> {
                if (cot.birth != null) cot.birth.elapsed();
            }
            case 2, 3 -> cot.sync();
            case 4 -> {
                cot.crash();
                if (foldersMayGo && random.chance(0.3)) cot.disk = new MemoryDisk();
            }
            case 5 -> {
                if (cot.birth == null) cot.start();
            }
            default -> deliverOne();
        }
    }

    private void deliverOne() {
        if (letters.isEmpty()) return;
        Letter letter = letters.remove(random.below(letters.size()));
        if (random.chance(0.2)) return;
        if (random.chance(0.2)) letters.add(letter);
        letter.deliver();
    }

    void startAll() {
        for (Cot cot : cots.values()) if (cot.birth == null) cot.start();
    }
}
