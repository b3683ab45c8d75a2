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
package io.github.sim7028.modem;

/**
 * What has gone through a modem since its first lease, at one moment.
 *
 * @param bytesIn      bytes received on links
 * @param bytesOut     bytes the module confirmed as sent; in transparent mode bytes the line took
 * @param messagesIn   pieces or datagrams received
 * @param messagesOut  messages handed over for sending
 * @param confirmed    messages the module confirmed whole
 * @param notSent      messages of which nothing left
 * @param unknown      messages that may have arrived, or not
 * @param queued       messages handed over of which it is not known yet what became of them
 * @param retries      times a message was kept for another attempt, as nothing of it had left
 * @param reopens      links opened again after having been open
 * @param lineReopens  times the line was opened again
 * @param restarts     restarts of the module that were noticed
 * @param urcs         lines from the module that nothing had asked for and that are known (2.2)
 * @param unknownLines lines from the module that nobody understood
 * @param unconfirmed  messages the line took in transparent mode, where nothing is confirmed
 * @param strayConfirmations confirmations ({@code +CIPSEND}) from the module that no message awaited: late or repeated ones
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
        long strayConfirmations)
        implements AsMap {}
