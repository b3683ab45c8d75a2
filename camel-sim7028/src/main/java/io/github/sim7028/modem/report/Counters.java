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
package io.github.sim7028.modem.report;

import java.time.Duration;

/**
 * The counters of a modem since its first lease, at one moment.
 *
 * @param bytesIn      bytes received on links
 * @param bytesOut     bytes the module confirmed as sent; in transparent mode bytes the line took
 * @param messagesIn   pieces or datagrams received
 * @param messagesOut  messages handed over for sending
 * @param confirmed    messages the module confirmed whole
 * @param notSent      messages that were not sent
 * @param unknown      messages whose outcome is unknown
 * @param queued       messages handed over that have no outcome yet
 * @param retries      times a message was kept for another attempt, because nothing of it was sent
 * @param reopens      links opened again after having been open
 * @param lineReopens  times the line was opened again
 * @param restarts     detected restarts of the module
 * @param urcs         known unsolicited lines from the module (2.2)
 * @param unknownLines unknown lines from the module
 * @param unconfirmed  messages the line took in transparent mode, where nothing is confirmed
 * @param strayConfirmations confirmations ({@code +CIPSEND}) from the module that no message awaited: late or repeated ones
 * @param outages      outages: times in which the modem was not ready after it had been ready or after a failed attempt, without
 *                     sleep and without a network that was closed on request; the current one included
 * @param outageTime   length of all outages together, the current one included
 */
public record Counters(
        long bytesIn,
        long bytesOut,
        long messagesIn,
        long messagesOut,
        long confirmed,
        long notSent,
        long unknown,
        long queued,
        long retries,
        long reopens,
        long lineReopens,
        long restarts,
        long urcs,
        long unknownLines,
        long unconfirmed,
        long strayConfirmations,
        long outages,
        Duration outageTime)
        implements AsMap {

    /** The sums of two modems' counters. */
    public Counters plus(Counters other) {
        return new Counters(
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut,
                messagesIn + other.messagesIn,
                messagesOut + other.messagesOut,
                confirmed + other.confirmed,
                notSent + other.notSent,
                unknown + other.unknown,
                queued + other.queued,
                retries + other.retries,
                reopens + other.reopens,
                lineReopens + other.lineReopens,
                restarts + other.restarts,
                urcs + other.urcs,
                unknownLines + other.unknownLines,
                unconfirmed + other.unconfirmed,
                strayConfirmations + other.strayConfirmations,
                outages + other.outages,
                outageTime.plus(other.outageTime));
    }

    /** Sets the counters by name, because so many numbers in a row are easily mixed up. */
    public static final class Builder {
        private long bytesIn;
        private long bytesOut;
        private long messagesIn;
        private long messagesOut;
        private long confirmed;
        private long notSent;
        private long unknown;
        private long queued;
        private long retries;
        private long reopens;
        private long lineReopens;
        private long restarts;
        private long urcs;
        private long unknownLines;
        private long unconfirmed;
        private long strayConfirmations;
        private long outages;
        private Duration outageTime = Duration.ZERO;

        public Builder bytesIn(long count) {
            bytesIn = count;
            return this;
        }

        public Builder bytesOut(long count) {
            bytesOut = count;
            return this;
        }

        public Builder messagesIn(long count) {
            messagesIn = count;
            return this;
        }

        public Builder messagesOut(long count) {
            messagesOut = count;
            return this;
        }

        public Builder confirmed(long count) {
            confirmed = count;
            return this;
        }

        public Builder notSent(long count) {
            notSent = count;
            return this;
        }

        public Builder unknown(long count) {
            unknown = count;
            return this;
        }

        public Builder queued(long count) {
            queued = count;
            return this;
        }

        public Builder retries(long count) {
            retries = count;
            return this;
        }

        public Builder reopens(long count) {
            reopens = count;
            return this;
        }

        public Builder lineReopens(long count) {
            lineReopens = count;
            return this;
        }

        public Builder restarts(long count) {
            restarts = count;
            return this;
        }

        public Builder urcs(long count) {
            urcs = count;
            return this;
        }

        public Builder unknownLines(long count) {
            unknownLines = count;
            return this;
        }

        public Builder unconfirmed(long count) {
            unconfirmed = count;
            return this;
        }

        public Builder strayConfirmations(long count) {
            strayConfirmations = count;
            return this;
        }

        public Builder outages(long count, Duration time) {
            outages = count;
            outageTime = time;
            return this;
        }

        public Counters build() {
            return new Counters(
                    bytesIn,
                    bytesOut,
                    messagesIn,
                    messagesOut,
                    confirmed,
                    notSent,
                    unknown,
                    queued,
                    retries,
                    reopens,
                    lineReopens,
                    restarts,
                    urcs,
                    unknownLines,
                    unconfirmed,
                    strayConfirmations,
                    outages,
                    outageTime);
        }
    }
}
