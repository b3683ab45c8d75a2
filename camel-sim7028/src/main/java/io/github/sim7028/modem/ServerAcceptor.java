package io.github.sim7028.modem;

/**
 * Who takes what the clients of a server send. Called on the modem's own loop: returns at once, never runs route code.
 */
public interface ServerAcceptor {

    /** A client has connected; the receiver returned takes what this client sends. */
    LinkReceiver accepted(ClientConnection client);

    /** A client has gone, everything it sent has been handed over. */
    void gone(ClientConnection client, String reason);

    /** The server could not be started; it is tried again by itself. */
    void failed(Sim7028Exception reason);
}
