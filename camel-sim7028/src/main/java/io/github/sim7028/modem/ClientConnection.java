package io.github.sim7028.modem;

import java.util.concurrent.CompletableFuture;

/** A client that a server of the module has accepted. */
public interface ClientConnection {

    /** Its link number (2.1.14 {@code <link_num>}); free for others once the client has gone. */
    int link();

    String host();

    int port();

    /** Queues a message for it, as {@link LinkLease#send} does. */
    CompletableFuture<Receipt> send(Outbound message);

    /** Says that its receiver has room again. */
    void resume();

    /** Closes it. */
    void close();
}
