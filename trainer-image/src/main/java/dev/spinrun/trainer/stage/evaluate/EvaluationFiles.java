package dev.spinrun.trainer.stage.evaluate;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.report.ScoreLine;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where the measurements of a candidate lie, and how scores are written. */
final class EvaluationFiles {
  static final String SCORES = "scores.jsonl";

  private final StageContext context;

  EvaluationFiles(StageContext context) {
    this.context = context;
  }

  /** Where a shard of this evaluation is committed. */
  ShardCommit shard(int shard) {
    return new ShardCommit(
        context.store(),
        context.layout().evaluation(context.plan().iteration(), context.candidateAttempt(), shard));
  }

  static void writeScores(Path folder, List<ScoreLine> lines) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(SCORES), bytes(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(List<ScoreLine> lines) {
    return lines.stream()
        .map(line -> Documents.writeLine(line) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  static List<ScoreLine> parse(byte[] bytes, String where) {
    return Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("\n"))
        .filter(line -> !line.isBlank())
        .map(line -> Documents.read(line.getBytes(StandardCharsets.UTF_8), ScoreLine.class, where))
        .toList();
  }
}
