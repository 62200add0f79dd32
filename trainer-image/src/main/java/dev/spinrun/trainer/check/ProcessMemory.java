package dev.spinrun.trainer.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux counts of this process's memory, mapped files included. */
public final class ProcessMemory {
  private ProcessMemory() {}

  /** KiB that it has now. */
  public static long residentKib() {
    return kib("VmRSS");
  }

  /** KiB of mapped files that it has now. */
  public static long residentFileKib() {
    return kib("RssFile");
  }

  /** The most KiB that it has ever had. */
  public static long peakKib() {
    return kib("VmHWM");
  }

  private static long kib(String field) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
