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

import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.PrivateFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a transcript. It is written by a thread of its own that comes when there is something to write and goes when there
 * is not, so that a slow or full disk delays nothing: entries that do not fit into memory are left out, and the file says so; when it
 * cannot be written, the log says so once and recording ends. Only the user of this program may read it.
 */
final class TranscriptFile {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptFile.class);

    private static final String HEADER = "# sim7028 transcript 1\n";
    private static final long MAX_WAITING = 4L * 1024 * 1024;
    private static final long IDLE_MILLIS = 500;

    private final TranscriptSettings settings;
    private final ThreadPoolExecutor writing;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    private volatile boolean failed;

    // of the writing thread
    private BufferedWriter writer;
    private long size;

    TranscriptFile(TranscriptSettings settings) {
        this.settings = settings;
        writing =
                new ThreadPoolExecutor(1, 1, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(
                            task, "Sim7028Transcript-" + settings.file().getFileName());
                    thread.setDaemon(true);
                    return thread;
                });
        writing.allowCoreThreadTimeOut(true);
    }

    /** Takes an entry; never waits and never fails. */
    void add(char mark, String text) {
        if (failed) {
            return;
        }
        String entry = Instant.now().truncatedTo(ChronoUnit.MICROS) + " " + mark + " " + text + "\n";
        if (waiting.addAndGet(entry.length()) > MAX_WAITING) {
            waiting.addAndGet(-entry.length());
            leftOut.incrementAndGet();
            return;
        }
        writing.execute(() -> {
            waiting.addAndGet(-entry.length());
            write(entry);
        });
    }

    /** The line has been closed: everything is written and the file is released. */
    void pause() {
        writing.execute(this::close);
    }

    private void write(String entry) {
        if (failed) {
            return;
        }
        try {
            long missing = leftOut.getAndSet(0);
            if (missing > 0) {
                append(Instant.now().truncatedTo(ChronoUnit.MICROS) + " * gap: " + missing
                        + " entries are missing, the disk was too slow\n");
            }
            append(entry);
            if (writing.getQueue().isEmpty()) {
                writer.flush();
            }
        } catch (IOException | RuntimeException e) {
            failed = true;
            close();
            LOG.warn(
                    "The transcript {} cannot be written and ends here: {}",
                    settings.file(),
                    ForeignText.message(e.toString()));
        }
    }

    private void append(String entry) throws IOException {
        if (writer != null && size + entry.length() > settings.size()) {
            writer.close();
            writer = null;
            rotate();
        }
        if (writer == null) {
            open();
        }
        writer.write(entry);
        size += entry.length();
    }

    private void open() throws IOException {
        Path file = settings.file().toAbsolutePath();
        PrivateFiles.requireDirectory(file.getParent(), true);
        FileChannel channel = PrivateFiles.append(file);
        writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.US_ASCII));
        size = channel.size();
        if (size == 0) {
            writer.write(HEADER);
            size = HEADER.length();
        }
    }

    private void rotate() throws IOException {
        if (settings.files() == 1) {
            Files.deleteIfExists(settings.file());
            return;
        }
        for (int age = settings.files() - 1; age > 0; age--) {
            Path younger = age == 1 ? settings.file() : settings.older(age - 1);
            if (Files.exists(younger, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(younger, settings.older(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                LOG.debug("The transcript {} could not be closed", settings.file(), e);
            }
            writer = null;
        }
    }
}
