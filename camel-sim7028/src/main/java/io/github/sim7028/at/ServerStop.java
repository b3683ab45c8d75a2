package io.github.sim7028.at;

/** AT+SERVERSTOP (2.1.15): {@code +SERVERSTOP: <server_index>,<err>} and {@code OK} in any order. */
public final class ServerStop extends LinkCommand {

    public ServerStop(int index) {
        super("AT+SERVERSTOP=" + index, "+SERVERSTOP", index);
    }
}
