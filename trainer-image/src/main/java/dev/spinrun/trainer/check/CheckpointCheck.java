package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.check.sample.SampleTraining;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether checkpoints leave memory behind, and how fast they are written. */
record CheckpointCheck(SampleModel model, Path folder) implements Check {
  private static final int SAVES = 3;

  /**
   * Of a checkpoint's size, by which memory may grow after the first one; a checkpoint that stays
   * in memory would be all of it, each time.
   */
  private static final double SHARE = 0.25;

  /** What the Java heap and the allocator may take in any case. */
  private static final long SLACK_KIB = 32 * 1024;

  private static final double KIB = 1024;

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public Finding run() throws IOException {
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Trainer trainer = SampleTraining.plain(model, 1).start()) {
      trainer.step();
      int open = Torch.openTensors();
      figures.put("MiBBefore", anonymousKib() / 1024);
      long afterFirst = 0;
      double seconds = 0;
      for (int save = 1; save <= SAVES; save++) {
        long begin = System.nanoTime();
        trainer.save(folder);
        seconds += (System.nanoTime() - begin) / 1e9 / SAVES;
        figures.put("MiBAfter" + save, anonymousKib() / 1024);
        afterFirst = save == 1 ? anonymousKib() : afterFirst;
      }
      long grown = anonymousKib() - afterFirst;
      double size = size();
      figures.put("checkpointMiB", Math.round(size / KIB / KIB));
      figures.put("seconds", seconds);
      figures.put("MBPerSecond", size / 1e6 / seconds);
      return judge(Torch.openTensors() - open, grown, size / KIB, figures);
    }
  }

  static Finding judge(int opened, long grownKib, double sizeKib, Map<String, Object> figures) {
    double allowed = Math.max(SHARE * sizeKib, SLACK_KIB);
    return Finding.of(
        opened == 0 && grownKib <= allowed,
        "After the first of %d checkpoints memory grew by %d MiB, of %.0f MiB that are allowed; %d arrays were left open."
            .formatted(SAVES, grownKib / 1024, allowed / 1024, opened),
        figures);
  }

  /** What is in memory and not in a file. */
  private static long anonymousKib() {
    return ProcessMemory.residentKib() - ProcessMemory.residentFileKib();
  }

  private double size() throws IOException {
    double bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
