package dev.spinrun.trainer.stage.evaluate;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.EvaluationLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.picture.PictureFile;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.report.GalleryRows;
import dev.spinrun.trainer.report.GalleryRows.Row;
import dev.spinrun.trainer.report.GallerySheet;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The picture for people: the first prompts as drawn by the base model, by every opponent since,
 * and by the candidate. A candidate's own pictures lie beside it without letters, for the galleries
 * of its successors.
 */
final class Gallery {
  private static final int MAX_ROWS_BYTES = 16 << 20;
  private static final int MAX_PICTURE_BYTES = 256 << 20;

  private final StageContext context;
  private final EvaluationFiles files;
  private final ObjectStore store;
  private final IterationPlan plan;
  private final List<String> prompts;

  Gallery(StageContext context, EvaluationFiles files) {
    this.context = context;
    this.files = files;
    this.store = context.store();
    this.plan = context.plan();
    this.prompts = Prompts.read(context);
  }

  /**
   * Writes the candidate's row and the gallery.
   *
   * @param first what the first of the plan's scorers says
   */
  void write(ScorerSummary first) {
    EvaluationLayout layout =
        new EvaluationLayout(
            context.layout().evaluation(plan.iteration(), context.candidateAttempt()));
    store.write(layout.galleryRow(), Pictures.png(pictures()));
    Row own =
        new Row(
            plan.iteration(),
            layout.root(),
            columns(),
            first.name(),
            first.mean(),
            first.againstOpponent() == null ? null : first.againstOpponent().winRate());
    GalleryRows rows = before().with(own);
    store.write(layout.galleryRows(), Documents.write(rows));
    store.write(layout.gallery(), sheet(rows).png());
  }

  private GalleryRows before() {
    Predecessor opponent = plan.opponent();
    if (opponent == null) {
      return new GalleryRows(Documents.SCHEMA, List.of());
    }
    String key = new EvaluationLayout(opponent.evaluation()).galleryRows();
    return Documents.read(store.read(key, MAX_ROWS_BYTES), GalleryRows.class, key);
  }

  /** Rows of other prompts, or of other noise, would not belong below these captions. */
  private String columns() {
    String all =
        plan.evaluate().seed()
            + "\n"
            + plan.data().resolution()
            + "\n"
            + String.join("\n", shown());
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> shown() {
    return prompts.subList(0, Math.min(prompts.size(), EvaluationImage.PREVIEWS));
  }

  private GallerySheet sheet(GalleryRows rows) {
    Row own = rows.rows().get(rows.rows().size() - 1);
    int images = prompts.size() * plan.evaluate().imagesPerPrompt();
    return new GallerySheet(
        shown(),
        rows.shown().stream()
            .map(row -> new GallerySheet.Row(label(row), pictures(row.evaluation())))
            .toList(),
        "Each column is one prompt, drawn from the same noise in every row. %s is the mean over %d images; wins is the share of images that score higher than those of the opponent before."
            .formatted(Documents.text(own.scorer()), images));
  }

  private static List<String> label(Row row) {
    List<String> lines = new ArrayList<>();
    lines.add(row.iteration() == 0 ? "base" : "iteration " + row.iteration());
    lines.add(String.format(Locale.ROOT, "%s %.2f", Documents.text(row.scorer()), row.mean()));
    if (row.winRate() != null) {
      lines.add(String.format(Locale.ROOT, "wins %.0f %%", 100 * row.winRate()));
    }
    return lines;
  }

  private Picture pictures(String evaluation) {
    return decode(store.read(new EvaluationLayout(evaluation).galleryRow(), MAX_PICTURE_BYTES));
  }

  /** The candidate's previews side by side, from the shards that drew them. */
  private Picture pictures() {
    List<Picture> previews = new ArrayList<>();
    for (int prompt = 0; prompt < shown().size(); prompt++) {
      Path file = context.work().resolve(EvaluationImage.fileName(prompt));
      files.shard(shardOf(prompt)).files().download(EvaluationImage.fileName(prompt), file);
      previews.add(decode(read(file)));
    }
    return Picture.row(previews);
  }

  private int shardOf(int prompt) {
    int perPrompt = plan.evaluate().imagesPerPrompt();
    return Shard.holding(prompt * perPrompt, prompts.size() * perPrompt, plan.evaluate().workers());
  }

  private static Picture decode(byte[] png) {
    try {
      return PictureFile.decode(png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
