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
package io.github.sim7028.line.transcript;

/**
 * Turns the bytes of one opened line into the text of a transcript and keeps secrets out of it; the layer that knows the dialogue
 * implements it. Each direction is called by one thread at a time, the two side by side.
 */
public interface TranscriptFilter {

    /** What goes to the module now, escaped as {@link TranscriptText} says. */
    String toModule(byte[] bytes, int offset, int length);

    /** What has come from the module, in whatever pieces. */
    String fromModule(byte[] bytes, int offset, int length);

    /** DTR goes down, which tells a module that heeds it to leave data mode. */
    default void dtrDropped() {}
}
