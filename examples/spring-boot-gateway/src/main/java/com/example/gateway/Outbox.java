package com.example.gateway;

import com.example.gateway.GatewayProperties.Unknown;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.Sim7028SendException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The readings that are not confirmed yet. All of them survive a kill of the process. */
@Component
public class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final JdbcTemplate database;
    private final Unknown unknown;

    // of the thread of the route
    private volatile Duration pause = FIRST_PAUSE;
    private volatile long nextTry = System.nanoTime();

    public Outbox(JdbcTemplate database, GatewayProperties properties) {
        this.database = database;
        unknown = properties.unknown();
        // the process ended while these were with the modem
        int doubtful = database.update("update outbox set state = ?, last_error = ? where state = 'SENDING'",
                afterDoubt(), "the gateway ended while the reading was sent");
        if (doubtful > 0) {
            LOG.warn("{} readings have an unknown outcome, because the gateway ended while it sent them: {}",
                    doubtful, afterDoubt());
        }
    }

    private String afterDoubt() {
        return unknown == Unknown.RESEND ? "WAITING" : "HELD";
    }

    /** Takes a reading over for good; returns false if a reading with this key was accepted before. */
    @Transactional
    public boolean accept(String key, String reading) {
        if (!key.matches("[!-~]{1,200}")) {
            throw new IllegalArgumentException("key: allowed are 1 to 200 printable characters of ASCII without spaces");
        }
        if (!reading.matches("\\P{Cntrl}{1,1000}")) {
            throw new IllegalArgumentException("reading: allowed are 1 to 1000 characters in one line");
        }
        try {
            database.update("insert into accepted values (?, current_timestamp)", key);
        } catch (DuplicateKeyException e) {
            return false;
        }
        database.update("insert into outbox (reading_key, reading) values (?, ?)", key, reading);
        return true;
    }

    /** Whether the pause after a reading that could not be sent is over. */
    public boolean mayTry() {
        return System.nanoTime() - nextTry >= 0;
    }

    /** The reading is handed to the modem. */
    public void sending(long id) {
        database.update("update outbox set state = 'SENDING', attempts = attempts + 1 where id = ?", id);
    }

    /** The reading is sent. */
    public void confirmed(long id) {
        database.update("delete from outbox where id = ?", id);
        pause = FIRST_PAUSE;
    }

    /** The reading was not sent, or nobody knows. */
    public void notConfirmed(long id, Exception failure) {
        boolean notSent = failure instanceof Sim7028SendException send && send.getOutcome() == SendOutcome.NOT_SENT
                || failure instanceof Sim7028ModemUnavailableException
                || failure instanceof Sim7028NoLinkException;
        String state = notSent ? "WAITING" : afterDoubt();
        String reason = String.valueOf(failure.getMessage());
        database.update("update outbox set state = ?, last_error = ? where id = ?",
                state, reason.substring(0, Math.min(500, reason.length())), id);
        LOG.info("Reading {} is {}; the next one is tried in {} s: {}", id, state, pause.toSeconds(), reason);
        nextTry = System.nanoTime() + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    public List<Map<String, Object>> notConfirmed() {
        return database.queryForList(
                "select id, reading_key, state, attempts, last_error from outbox order by id limit 1000");
    }

    /** Sends a held reading again; returns whether there is such a reading. */
    public boolean resend(long id) {
        return database.update("update outbox set state = 'WAITING' where id = ? and state = 'HELD'", id) == 1;
    }

    /** Gives a held reading up; returns whether there is such a reading. */
    public boolean drop(long id) {
        return database.update("delete from outbox where id = ? and state = 'HELD'", id) == 1;
    }
}
