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
package io.github.sim7028.fleet.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Which partition a modem belongs to: the partition into which Kafka's default partitioner puts records with the modem as key. */
public final class Partitions {

    private Partitions() {}

    /** @param partitions the number of partitions of the topic of commands */
    public static int of(String modem, int partitions) {
        return Utils.toPositive(Utils.murmur2(modem.getBytes(UTF_8))) % partitions;
    }
}
