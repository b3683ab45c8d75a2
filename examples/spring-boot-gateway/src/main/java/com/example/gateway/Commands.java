package com.example.gateway;

import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the server has said: the newest value of each name, which devices read by HTTP. */
@Component
public class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    /** No server can fill the disk. */
    private static final int MOST = 1000;

    private final JdbcTemplate database;

    public Commands(JdbcTemplate database) {
        this.database = database;
    }

    /** @param line NAME=VALUE */
    public void received(String line) {
        if (!line.matches("[A-Za-z0-9._-]{1,100}=\\P{Cntrl}{0,500}")) {
            LOG.warn("A line of {} characters from the server is no command: expected is NAME=VALUE", line.length());
            return;
        }
        String name = line.substring(0, line.indexOf('='));
        String content = line.substring(line.indexOf('=') + 1);
        Integer others = database.queryForObject(
                "select count(*) from command where name <> ?", Integer.class, name);
        if (others != null && others >= MOST) {
            LOG.warn("The command {} is left out: {} names are known already", name, others);
            return;
        }
        database.update("merge into command key (name) values (?, ?, current_timestamp)", name, content);
    }

    public List<Map<String, Object>> all() {
        return database.queryForList("select name, content, received_at from command order by name");
    }
}
