/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.sim7028.at.datamode;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.AtAbortedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The end of a stream that may be data or the module's own words. Once the module listens, its list of links tells which; for a server
 * also whether the next client's connection has begun.
 */
final class StreamTailVerifier {

    private static final byte[] NONE = {};

    private final Owner owner;
    private final AtDecoder decoder;
    private boolean open;
    private byte[] words = NONE;
    private StreamTailFilter.NextClient nextClient;

    /** Whose stream it is. */
    interface Owner {

        /** Asks the module for its links, before everything that waits. */
        CompletionStage<Map<Integer, OpenLinksQuery.Peer>> askForLinks();

        /** These bytes were data. */
        void deliver(byte[] data);

        /** Another client has connected, and its connection is to be gone back to. */
        void serves();

        /** The module has no connection any more. */
        void gone();
    }

    /** @param decoder takes what were the module's own words */
    StreamTailVerifier(Owner owner, AtDecoder decoder) {
        this.owner = owner;
        this.decoder = decoder;
    }

    /** Keeps what came last from a module that said nothing to the escape, and has it judged if that matters. */
    void keep(byte[] last, boolean matters) {
        words = last;
        open = matters;
    }

    /** Keeps data that seems to tell of a next client, until it is judged. */
    void keep(byte[] data, StreamTailFilter.NextClient next) {
        words = data;
        nextClient = next;
        open = true;
    }

    /** They are the module's own, for certain. */
    void drop() {
        words = NONE;
        open = false;
    }

    void forget() {
        open = false;
        nextClient = null;
    }

    /** The module listens: asks it. */
    void judge() {
        if (!open) {
            return;
        }
        open = false;
        owner.askForLinks().whenComplete((links, failure) -> {
            if (!(failure instanceof AtAbortedException)) {
                judge(failure == null ? links : Map.of());
            }
        });
    }

    private void judge(Map<Integer, OpenLinksQuery.Peer> links) {
        OpenLinksQuery.Peer peer = links.get(0);
        byte[] last = words;
        StreamTailFilter.NextClient next = nextClient;
        words = NONE;
        nextClient = null;
        if (next != null && peer != null && peer.port() == next.port()) {
            decoder.feed(next.lines(), 0, next.lines().length);
            owner.serves();
            owner.deliver(next.data());
        } else if (peer != null || next != null) {
            owner.deliver(last);
        } else {
            // behind them may stand the echo of the escape
            int length = last.length;
            while (length > 0 && last[length - 1] == '+') {
                length--;
            }
            decoder.feed(last, 0, length);
            if (!restarts(last)) {
                owner.gone();
            }
        }
    }

    private static boolean restarts(byte[] lines) {
        return new String(lines, StandardCharsets.ISO_8859_1).lines().anyMatch(UrcParser::isRestart);
    }
}
