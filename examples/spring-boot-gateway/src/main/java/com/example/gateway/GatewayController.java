package com.example.gateway;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Readings in, commands out, and the readings that are not confirmed. */
@RestController
class GatewayController {

    private final Outbox outbox;
    private final Commands commands;

    GatewayController(Outbox outbox, Commands commands) {
        this.outbox = outbox;
        this.commands = commands;
    }

    /**
     * 202 when the reading is on the disk, 200 if its key is known. Without an answer, send again with the same key. The header also keeps
     * pages of other sites away, which cannot set it.
     */
    @PostMapping(path = "/readings", consumes = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<Map<String, String>> accept(
            @RequestBody String reading, @RequestHeader("Idempotency-Key") String given) {
        String key = "http:" + given;
        boolean accepted = outbox.accept(key, reading.strip());
        return ResponseEntity.status(accepted ? HttpStatus.ACCEPTED : HttpStatus.OK).body(Map.of("key", key));
    }

    @GetMapping("/outbox")
    List<Map<String, Object>> notConfirmed() {
        return outbox.notConfirmed();
    }

    /** The operator decides that a held reading is sent again. */
    @PutMapping("/outbox/{id}/resend")
    ResponseEntity<Void> resend(@PathVariable long id) {
        return answer(outbox.resend(id));
    }

    /** The operator decides that a held reading has arrived, or is not needed. */
    @DeleteMapping("/outbox/{id}")
    ResponseEntity<Void> drop(@PathVariable long id) {
        return answer(outbox.drop(id));
    }

    private static ResponseEntity<Void> answer(boolean found) {
        return ResponseEntity.status(found ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND).build();
    }

    @GetMapping("/commands")
    List<Map<String, Object>> commands() {
        return commands.all();
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ResponseEntity<Map<String, String>> refused(IllegalArgumentException reason) {
        return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(reason.getMessage())));
    }
}
