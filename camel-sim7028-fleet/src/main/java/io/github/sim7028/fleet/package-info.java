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
/**
 * The component {@code sim7028-fleet}: many modems on several nodes, with commands and telemetry in Apache Kafka. Applications use the options of
 * {@link io.github.sim7028.fleet.FleetConfiguration}, the endpoints {@code sim7028-fleet:commands} and {@code sim7028-fleet:up}, and the headers of
 * {@link io.github.sim7028.fleet.FleetConstants}. {@code fleet.member} has the membership of this node in a group of Kafka, {@code fleet.claim} the
 * claims of commands, {@code fleet.kafka} what publishes records, {@code fleet.inventory} the list of modems.
 */
package io.github.sim7028.fleet;
