package dev.spinrun.trainer.cost;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.spinrun.contract.cost.ModelWork;
import dev.spinrun.contract.cost.StageWork;
import dev.spinrun.contract.json.Documents;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The work of some iterations, for people and for programs.
 *
 * @param place where the stages compute
 * @param teraflops of the cards together, as reached and not as printed on the box; absent if time
 *     is not asked for
 */
public record CostTable(
    ModelWork model, List<StageCost> stages, Place place, @Nullable Double teraflops) {
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;

  /**
   * One stage.
   *
   * @param peakBytes memory of one pod at its peak
   */
  public record StageCost(@JsonUnwrapped StageWork work, long peakBytes) {}

  public CostTable {
    stages = List.copyOf(stages);
  }

  /** Operations of all stages. */
  public double flops() {
    return stages.stream().mapToDouble(stage -> stage.work().flops()).sum();
  }

  /** Bytes that all stages leave in the store. */
  public long bytesStored() {
    return stages.stream().mapToLong(stage -> stage.work().bytesStored()).sum();
  }

  /** Bytes that the pods of all stages download and upload. */
  public long bytesMoved() {
    return stages.stream().mapToLong(stage -> stage.work().bytesMoved()).sum();
  }

  /** Memory of the pod that takes most, at its peak. */
  public long peakBytes() {
    return stages.stream().mapToLong(StageCost::peakBytes).max().orElse(0);
  }

  /** As one line of JSON. */
  public String json() {
    return Documents.writeLine(this);
  }

  /** As a table, with the operation counts that it is computed from. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        line("", "stage", "images", "TFLOP", "GB stored", "GB moved", "GB memory", header()));
    for (StageCost stage : stages) {
      StageWork work = stage.work();
      text.append(
          line(
              Integer.toString(work.iteration()),
              work.stage().lowerCase(),
              String.format(Locale.ROOT, "%,d", work.count()),
              whole(work.flops() / TERA),
              tenths(work.bytesStored() / GIGA),
              tenths(work.bytesMoved() / GIGA),
              tenths(stage.peakBytes() / GIGA),
              time(work.flops())));
    }
    text.append(
        line(
            "",
            "all",
            "",
            whole(flops() / TERA),
            tenths(bytesStored() / GIGA),
            tenths(bytesMoved() / GIGA),
            tenths(peakBytes() / GIGA),
            time(flops())));
    return text.append(notes()).toString();
  }

  private String header() {
    return teraflops == null ? "" : "time";
  }

  private String notes() {
    return String.format(
        Locale.ROOT,
        "A forward pass takes, in TFLOP: UNet %.3f, VAE encoder %.3f, VAE decoder %.3f, text encoder %.4f.%n"
            + "Memory is the peak of one pod%s.%n"
            + "Not counted: scorers, files of the data set, retries, and images that examples of one caption share.%n",
        model.unet() / TERA,
        model.encode() / TERA,
        model.decode() / TERA,
        model.text() / TERA,
        place == Place.GPU ? "'s GPU" : ", which computes on the CPU");
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%3s %-10s %12s %14s %10s %10s %10s %12s", cells)
        .stripTrailing()
        .concat(System.lineSeparator());
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private String time(double operations) {
    if (teraflops == null) {
      return "";
    }
    Duration time = Duration.ofMinutes(Math.round(operations / (teraflops * TERA) / 60));
    return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
