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
package io.github.sim7028.model;

import java.util.List;

/**
 * Bytes that tell by themselves which message they are of: at least every sixteenth one is a mark, above 0x7F, where no command and no answer has
 * one, and says of which message, and roughly where in it.
 *
 * @param index  which one of its direction, from 0
 * @param peer   for whom, or from whom
 * @param target the connection it is for, or from; any for null
 */
record Message(int index, int peer, byte[] content, Object target) {

    static final int MAX = 16;

    private static final int PARTS = 8;

    /** What stands between two marks: what a module and a driver say to each other. */
    private static final List<String> UGLY = List.of(
            "\r\nAT+CSQ\r\n\r\nOK\r",
            "\r\n>\r\nERROR\r\nRDY",
            "\n+CIPSEND: 0,8,",
            "+RECEIVE,0,5\r\n>",
            "\0\u001a\u001b\u0003\r\n+++\r\nATO\r",
            "\r\n+IPCLOSE: 0,1");

    private static final int GAP = 15;

    /** @param ugly whether there is among the marks what a module and a driver say to each other */
    static Message of(int index, int peer, int length, boolean ugly, Object target) {
        byte[] content = new byte[length];
        for (int at = 0; at < length; at++) {
            int behind = at % (GAP + 1);
            boolean mark = !ugly || behind == 0 || at == length - 1;
            content[at] = (byte)
                    (mark
                            ? 0x80 | index << 3 | at * PARTS / length
                            : UGLY.get(at / (GAP + 1) % UGLY.size()).charAt(behind - 1));
        }
        return new Message(index, peer, content, target);
    }

    /** Of which message a byte is; -1 for one that tells nothing. */
    static int indexOf(byte b) {
        return b < 0 ? (b & 0x7F) >> 3 : -1;
    }

    /** How many of its bytes are marks. */
    int marks() {
        int marks = 0;
        for (byte b : content) {
            marks += b < 0 ? 1 : 0;
        }
        return marks;
    }

    /** How many bytes stand at {@code from} as in its beginning. */
    int matches(byte[] stream, int from) {
        int count = 0;
        while (count < content.length && from + count < stream.length && stream[from + count] == content[count]) {
            count++;
        }
        return count;
    }

    @Override
    public String toString() {
        return "message " + index + " (" + content.length + " bytes, peer " + peer + ")";
    }
}
