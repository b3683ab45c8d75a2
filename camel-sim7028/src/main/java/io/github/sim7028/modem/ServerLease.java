package io.github.sim7028.modem;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A share in a listening server, taken by a producer or consumer at start and given back at stop. */
public interface ServerLease {

    ServerSpec spec();

    /** The clients connected now. */
    List<ClientConnection> clients();

    /** Gives the share back; the last one closes the clients and stops the server. Never completes exceptionally. */
    CompletableFuture<Void> release();
}
