package dev.spinrun.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far.
 *
 * @param cpuSeconds in user and kernel mode, of all its threads
 * @param peakMiB its largest resident set
 */
record ProcessUse(double cpuSeconds, long peakMiB) {
  /** Linux reports in these, whatever the kernel's own tick is. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  static ProcessUse of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // Behind the name, which may hold spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Double.parseDouble(fields[UTIME]) + Double.parseDouble(fields[STIME]);
      long peak =
          Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0);
      return new ProcessUse(ticks / TICKS_PER_SECOND, peak / 1024);
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone; see its log", e);
    }
  }
}
