package dev.spinrun.trainer.cost;

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
 * @param teraflops of the cards together, as reached and not as printed on the box; absent if time
 *     is not asked for
 */
public record CostTable(ModelWork model, List<StageWork> stages, @Nullable Double teraflops) {
  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;

  public CostTable {
    stages = List.copyOf(stages);
  }

  /** Operations of all stages. */
  public double flops() {
    return stages.stream().mapToDouble(StageWork::flops).sum();
  }

  /** Bytes that all stages leave in the store. */
  public long bytesStored() {
    return stages.stream().mapToLong(StageWork::bytesStored).sum();
  }

  /** As one line of JSON. */
  public String json() {
    return Documents.writeLine(this);
  }

  /** As a table, with the operation counts that it is computed from. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("", "stage", "images", "TFLOP", "GB stored", teraflops == null ? "" : "time"));
    for (StageWork work : stages) {
      text.append(
          line(
              Integer.toString(work.iteration()),
              work.stage().lowerCase(),
              String.format(Locale.ROOT, "%,d", work.count()),
              whole(work.flops() / TERA),
              tenths(work.bytesStored() / GIGA),
              time(work.flops())));
    }
    text.append(
        line("", "all", "", whole(flops() / TERA), tenths(bytesStored() / GIGA), time(flops())));
    return text.append(
            String.format(
                Locale.ROOT,
                "A forward pass takes, in TFLOP: UNet %.3f, VAE encoder %.3f, VAE decoder %.3f, text encoder %.4f.%n"
                    + "Not counted: scorers, retries, and images that examples of one caption share.%n",
                model.unet() / TERA,
                model.encode() / TERA,
                model.decode() / TERA,
                model.text() / TERA))
        .toString();
  }

  private static String line(
      String iteration, String stage, String images, String flops, String bytes, String time) {
    return String.format(
            Locale.ROOT,
            "%3s %-10s %12s %14s %10s %12s",
            iteration,
            stage,
            images,
            flops,
            bytes,
            time)
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
