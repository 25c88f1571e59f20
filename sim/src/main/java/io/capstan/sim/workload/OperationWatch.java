package io.capstan.sim.workload;

/// Sees every operation of the clients: the laws that a client can see, counters, traces.
public interface OperationWatch {
    void invoked(Operation operation);

    void completed(Operation operation);
}
