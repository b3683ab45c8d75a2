package com.example.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The options of the gateway.
 *
 * @param server  the far end, HOST:PORT
 * @param inbox   the folder of the files with readings
 * @param unknown what to do with a reading whose outcome is unknown
 */
@ConfigurationProperties("gateway")
public record GatewayProperties(String server, String inbox, Unknown unknown) {

    public enum Unknown {
        /** The reading is sent again: the server may get it twice, and tells by its key. */
        RESEND,
        /** The reading is not sent again until an operator decides: the server may never get it. */
        HOLD
    }
}
