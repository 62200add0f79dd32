package dev.spinrun.e2e.walk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A terminal: one bash, to which blocks of commands are given one after the other. */
final class Shell implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final String WATCH = " --watch";

  /** Exit codes go to a channel of their own, also those of commands inside of others. */
  private static final String PREPARE =
      """
      exec 3>&1
      failed() { case $2 in ". '"*) ;; *) printf 'failed %s: %s\\n' "$1" "${2//$'\\n'/ }" >&3 ;; esac; }
      set -E
      trap 'failed $? "$BASH_COMMAND"' ERR
      """;

  private final Path folder;
  private final Process bash;
  private final Writer input;
  private final BufferedReader report;
  private int blocks;

  /**
   * Opens it.
   *
   * @param folder where the blocks and their output are kept
   */
  Shell(Path folder, Path workingFolder, Map<String, String> environment) {
    this.folder = folder;
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(workingFolder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(folder);
      this.bash = builder.start();
      this.input = bash.outputWriter(StandardCharsets.UTF_8);
      this.report =
          new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
      send(PREPARE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a block printed, and its commands that failed: exit code and command of each. */
  record Outcome(String output, List<String> failures) {}

  /**
   * Runs a block.
   *
   * @param enough of output after which Ctrl-C is pressed on a command that watches
   */
  Outcome run(String commands, Duration patience, Predicate<String> enough) {
    blocks++;
    Path script = folder.resolve("%02d.sh".formatted(blocks));
    Path output = folder.resolve("%02d.txt".formatted(blocks));
    List<String> failures = new ArrayList<>();
    Instant deadline = Instant.now().plus(patience);
    boolean interrupted = false;
    try {
      Files.writeString(script, commands);
      send(". '%s' </dev/null >'%s' 2>&1; echo done >&3\n".formatted(script, output));
      while (true) {
        if (report.ready()) {
          String line = report.readLine();
          if (line.equals("done")) {
            break;
          }
          failures.add(line.replaceFirst("^failed ", ""));
        } else if (!bash.isAlive() || Instant.now().isAfter(deadline)) {
          throw new AssertionError(
              "not done within %s: %s\n%s".formatted(patience, commands, read(output)));
        } else {
          if (!interrupted && enough.test(read(output))) {
            interrupted = interruptWatching();
          }
          Thread.sleep(LOOK.toMillis());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + commands, e);
    }
    if (interrupted) {
      failures.removeIf(failure -> failure.contains(WATCH));
    }
    return new Outcome(read(output), failures);
  }

  private void send(String line) throws IOException {
    input.write(line);
    input.flush();
  }

  private boolean interruptWatching() {
    return bash.descendants()
        .filter(p -> p.info().commandLine().orElse("").contains(WATCH))
        .map(ProcessHandle::destroy)
        .reduce(false, Boolean::logicalOr);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, and what was left running in it. */
  @Override
  public void close() {
    bash.descendants().forEach(ProcessHandle::destroy);
    bash.destroy();
  }
}
