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
 * Parts of the fleet: {@code fleet.member} has the membership of this node in a group of Kafka, {@code fleet.claim} the claims of commands,
 * {@code fleet.inventory} the list of modems. The component for Camel that joins the parts to routes and modems is not there yet, so that there is
 * nothing for applications to use in this module.
 */
package io.github.sim7028.fleet;
