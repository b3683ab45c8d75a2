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
package io.github.sim7028.compatibility;

/**
 * A cell of the table.
 *
 * @param detail why it failed or was skipped, in one line
 */
record Cell(Status status, String detail) {

    enum Status {
        OK,
        FAILED,
        SKIPPED
    }

    private static final int LONGEST = 400;

    static final Cell OK = new Cell(Status.OK, "");

    static Cell failed(String detail) {
        return new Cell(Status.FAILED, detail);
    }

    static Cell skipped(String detail) {
        return new Cell(Status.SKIPPED, detail);
    }

    Cell {
        detail = detail.replaceAll("\\s+", " ").strip();
        if (detail.length() > LONGEST) {
            detail = detail.substring(0, LONGEST) + " …";
        }
    }

    /** As {@link #parse} reads it. */
    String text() {
        return status + "\t" + detail;
    }

    static Cell parse(String text) {
        String[] parts = text.split("\t", 2);
        return new Cell(Status.valueOf(parts[0]), parts[1]);
    }
}
