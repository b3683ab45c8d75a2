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
package io.github.sim7028.simulator.at;

/**
 * One command of a command line.
 *
 * @param name upper case, without {@code AT}: {@code +CIPOPEN}, {@code E}, {@code &F}
 * @param form which of the four forms
 * @param parameters those of a write form; of a basic command its number; else none
 * @param text as it was typed, without {@code AT}
 */
public record AtCommand(String name, Form form, Parameters parameters, String text) {}
