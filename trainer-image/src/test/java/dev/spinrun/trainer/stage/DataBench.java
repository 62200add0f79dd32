package dev.spinrun.trainer.stage;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Prepares a large data set of random pictures and trains the quickstart's model on it for an
 * epoch; prints the resident memory of every second. The training's own log tells how long it
 * waited for data.
 */
public final class DataBench {
  private static final Path QUICKSTART = Path.of("..", "examples", "quickstart");
  private static final int PER_ARCHIVE = 10_000;
  private static final int SIDE = 16;
  private static final int BATCH = 64;

  private DataBench() {}

  /** Arguments: an empty folder, and the number of pictures. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int pictures = Integer.parseInt(arguments[1]);
    Path example = folder.resolve("example");
    dataSet(example, pictures, pictures);
    Train training = LocalRun.quickstartTraining(pictures / BATCH, 0);
    for (String field : List.of("batchSize", "microBatchSize")) {
      training = LocalRun.with(training, field, Integer.toString(BATCH));
    }
    LocalRun run =
        new LocalRun(
            folder.resolve("store"),
            example,
            Method.SFT,
            LocalRun.with(training, "checkpointEverySteps", "1000000"));

    timed("prepare", () -> run.run(Stage.PREPARE, 1, 0));
    run.promote(0);
    timed("train", () -> run.run(Stage.TRAIN, 1, 0));
  }

  /** The quickstart with so many random pictures in archives, of so many captions. */
  public static void dataSet(Path example, int pictures, int captions) throws IOException {
    copyQuickstart(example);
    for (int begin = 0; begin < pictures; begin += PER_ARCHIVE) {
      int end = Math.min(pictures, begin + PER_ARCHIVE);
      write(example.resolve("data/train"), begin, end, captions);
    }
  }

  private static void copyQuickstart(Path example) throws IOException {
    try (Stream<Path> files = Files.walk(QUICKSTART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = example.resolve(QUICKSTART.relativize(file).toString());
        if (!copy.startsWith(example.resolve("data/train"))) {
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void write(Path train, int begin, int end, int captions) throws IOException {
    Files.createDirectories(train);
    Path archive = train.resolve("%07d.tar".formatted(begin));
    try (OutputStream file = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
      for (int i = begin; i < end; i++) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int j = 0; j < rgb.length; j++) {
          rgb[j] = (byte) RandomStream.of(i).below(256, j);
        }
        add(tar, "%07d.png".formatted(i), Pictures.png(new Picture(SIDE, SIDE, rgb)));
        add(tar, "%07d.txt".formatted(i), caption(i % captions).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String caption(int number) {
    return "a small red circle number " + number;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void timed(String stage, Runnable work) {
    long begin = System.nanoTime();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    var unused = clock.scheduleAtFixedRate(() -> print(stage, begin), 1, 1, TimeUnit.SECONDS);
    try {
      work.run();
    } finally {
      clock.shutdownNow();
    }
    print(stage, begin);
  }

  private static void print(String stage, long begin) {
    System.out.printf(
        Locale.ROOT,
        "%s %.1f %d%n",
        stage,
        (System.nanoTime() - begin) / 1e9,
        ProcessMemory.residentKib() / 1024);
  }
}
