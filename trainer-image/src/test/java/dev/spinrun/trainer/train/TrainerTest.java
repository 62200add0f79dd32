package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.LossShape;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetFolder;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.DivergenceException;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the loop promises, on the tiny UNet. */
class TrainerTest {
  private static final Path UNET = Golden.path("tiny_pipeline/unet");
  private static final Preference SPIN = new Preference(500, 20);

  private final Scope scope = Scope.open();
  private final UNet opponent = UNet.load(scope, UNET);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  private Trainer start(TrainingSettings settings) {
    return Trainer.start(opponent, TinyExamples.SCHEDULE, settings, new TinyExamples());
  }

  private static Map<String, List<Float>> numbers(Trainer trainer) {
    Map<String, List<Float>> numbers = new TreeMap<>();
    trainer
        .result()
        .byName()
        .forEach(
            (name, tensor) -> {
              List<Float> elements = new ArrayList<>();
              for (float element : tensor.toFloats()) {
                elements.add(element);
              }
              numbers.put(name, elements);
            });
    return numbers;
  }

  static Stream<TrainingSettings> trainings() {
    return Stream.of(
        TinyExamples.settings(SPIN, 20, 2),
        TinyExamples.settings(new Denoising(5.0), 20, 2),
        TinyExamples.settings(SPIN, 20, 2, Activations.RECOMPUTED),
        TinyExamples.settings(new Denoising(null), 20, 2, Activations.RECOMPUTED),
        TinyExamples.settings(SPIN, 20, 2, 4, Activations.KEPT),
        TinyExamples.settings(SPIN, 20, 2, 4, Activations.RECOMPUTED),
        TinyExamples.settings(SPIN, 20, 2, 0, Precision.BF16, Activations.KEPT),
        TinyExamples.settings(SPIN, 20, 2, 4, Precision.FP16, Activations.KEPT));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void resumedTrainingEndsWithTheSameBytes(TrainingSettings settings) throws IOException {
    try (Trainer whole = start(settings)) {
      whole.run(report -> {});
      whole.save(folder.resolve("whole"));
      UNetFolder.write(UNET, folder.resolve("whole/unet"), whole.result());
    }
    try (Trainer first = start(settings)) {
      while (first.stepsDone() < 7) {
        first.step();
      }
      first.save(folder.resolve("seven"));
    }
    try (Scope again = Scope.open();
        Trainer second =
            Trainer.resume(
                UNet.load(again, UNET),
                TinyExamples.SCHEDULE,
                settings,
                new TinyExamples(),
                Workers.alone(),
                folder.resolve("seven"))) {
      second.run(report -> {});
      second.save(folder.resolve("resumed"));
      UNetFolder.write(UNET, folder.resolve("resumed/unet"), second.result());
    }

    assertThat(files(folder.resolve("resumed"))).isEqualTo(files(folder.resolve("whole")));
    assertThat(files(folder.resolve("whole"))).isNotEqualTo(files(folder.resolve("seven")));
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @CsvSource({"1, 0, KEPT", "4, 0, RECOMPUTED", "2, 0, RECOMPUTED", "4, 4, RECOMPUTED"})
  void whatSavesMemoryChangesNothingButRounding(int microBatch, int rank, Activations activations) {
    List<StepReport> whole = new ArrayList<>();
    List<StepReport> parts = new ArrayList<>();
    try (Trainer trainer = start(TinyExamples.settings(SPIN, 3, 4, rank, Activations.KEPT))) {
      trainer.run(whole::add);
    }
    try (Trainer trainer = start(TinyExamples.settings(SPIN, 3, microBatch, rank, activations))) {
      trainer.run(parts::add);
    }

    for (int i = 0; i < whole.size(); i++) {
      double loss = whole.get(i).loss().loss();
      double norm = whole.get(i).gradientNorm();
      assertThat(parts.get(i).loss().loss()).isCloseTo(loss, Offset.offset(1e-4 * loss));
      assertThat(parts.get(i).gradientNorm()).isCloseTo(norm, Offset.offset(1e-4 * norm));
    }
  }

  /** IPO aims at a gap of 1 / (2 beta): at beta 50 thirty steps do not lead beyond it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"SIGMOID, 500", "HINGE, 500", "IPO, 50"})
  void preferenceBeginsAtItsConstantAndFallsBelow(LossShape shape, double beta) {
    List<StepReport> reports = new ArrayList<>();
    try (Trainer trainer = start(TinyExamples.settings(new Preference(shape, beta, 0), 30, 4))) {
      trainer.run(reports::add);
    }

    double start = shape.atEquality(beta);
    PreferenceReport first = (PreferenceReport) reports.get(0).loss();
    double late =
        reports.subList(20, 30).stream().mapToDouble(r -> r.loss().loss()).average().orElseThrow();
    assertThat(first.preference()).isCloseTo(start, Offset.offset(1e-6 * start));
    assertThat(first.displacement()).isZero();
    assertThat(late).isLessThan(0.9 * start);
  }

  @Test
  void opponentStaysAsItWas() {
    Map<String, List<Float>> before;
    try (Trainer untouched = start(TinyExamples.settings(SPIN, 2, 4))) {
      before = numbers(untouched);
      untouched.run(report -> {});
      assertThat(numbers(untouched)).isNotEqualTo(before);
    }
    try (Trainer again = start(TinyExamples.settings(SPIN, 2, 4))) {
      assertThat(numbers(again)).isEqualTo(before);
    }
  }

  @Test
  void infiniteGradientEndsTheTrainingAndNamesTheStep() {
    try (Trainer trainer = start(TinyExamples.settings(new Preference(1e30, 0), 5, 4))) {
      Map<String, List<Float>> before = numbers(trainer);

      assertThatThrownBy(() -> trainer.run(report -> {}))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("diverged in step 1")
          .hasMessageContaining("Nothing of the step was applied");
      assertThat(numbers(trainer)).isEqualTo(before);
      assertThat(trainer.stepsDone()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"SIGMOID, ln 2 = 0.693147", "HINGE, 1 - 0 = 1.0", "IPO, (1 / (2 beta))^2 = 1.0E-6"})
  void referenceThatDiffersAtTheStartEndsTheTraining(LossShape shape, String due) {
    UNet changing = opponent.withWeights(scope, opponent.weights().copy(scope));
    TrainingSettings settings = TinyExamples.settings(new Preference(shape, 500, 20), 5, 4);
    try (Trainer trainer =
        Trainer.start(changing, TinyExamples.SCHEDULE, settings, new TinyExamples())) {
      Tensor bias = changing.weights().get("conv_out.bias");
      bias.assign(scope.floats(new float[] {1, 1, 1, 1}, bias.shape()));

      assertThatThrownBy(trainer::step)
          .isInstanceOf(UnequalStartException.class)
          .hasMessageContaining("must be " + due);
      assertThat(trainer.stepsDone()).isZero();
    }
  }

  @Test
  void referenceThatDiffersByRoundingAloneDoesNot() {
    UNet changing = opponent.withWeights(scope, opponent.weights().copy(scope));
    TrainingSettings settings = TinyExamples.settings(SPIN, 5, 4);
    try (Trainer trainer =
        Trainer.start(changing, TinyExamples.SCHEDULE, settings, new TinyExamples())) {
      Tensor kernel = changing.weights().get("conv_out.weight");
      float[] rounded = kernel.toFloats();
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = i % 2 == 0 ? Math.nextUp(rounded[i]) : Math.nextDown(rounded[i]);
      }
      kernel.assign(scope.floats(rounded, kernel.shape()));

      trainer.step();
      assertThat(trainer.stepsDone()).isEqualTo(1);
    }
  }

  @Test
  void checkpointOfOtherSettingsIsRefused() throws IOException {
    try (Trainer trainer = start(TinyExamples.settings(SPIN, 5, 4))) {
      trainer.save(folder);
    }

    assertThatThrownBy(
            () ->
                Trainer.resume(
                    opponent,
                    TinyExamples.SCHEDULE,
                    TinyExamples.settings(SPIN, 6, 4),
                    new TinyExamples(),
                    Workers.alone(),
                    folder))
        .hasMessageContaining("written with other settings")
        .hasMessageContaining("steps 5, now 6");
  }

  /** As failurePolicy.divergence.start LastCheckpoint asks. */
  @Test
  void aTrainingThatDivergedResumesWithAnotherLearningRateAndSeed() throws IOException {
    TrainingSettings before = TinyExamples.settings(SPIN, 5, 4);
    try (Trainer trainer = start(before)) {
      trainer.step();
      trainer.save(folder);
    }
    TrainingSettings amended =
        TinyExamples.with(
            Documents.object().put("learningRate", "0.00005").put("seed", 43), before);

    try (Trainer trainer =
        Trainer.resume(
            opponent,
            TinyExamples.SCHEDULE,
            amended,
            new TinyExamples(),
            Workers.alone(),
            folder)) {
      assertThat(trainer.stepsDone()).isEqualTo(1);
      assertThat(trainer.step().step()).isEqualTo(2);
    }
  }

  @Test
  void aCheckpointOfAVersionThatKnewFewerSettingsIsContinued() throws IOException {
    TrainingSettings settings = TinyExamples.settings(SPIN, 5, 4);
    try (Trainer trainer = start(settings)) {
      trainer.step();
      trainer.save(folder);
    }
    Path state = folder.resolve("state.json");
    String today = Files.readString(state);
    String older = today.replaceFirst("\"pairNoise\" : \"Shared\",\\s*", "");
    assertThat(older).isNotEqualTo(today);
    Files.writeString(state, older);

    try (Trainer trainer =
        Trainer.resume(
            opponent,
            TinyExamples.SCHEDULE,
            settings,
            new TinyExamples(),
            Workers.alone(),
            folder)) {
      assertThat(trainer.stepsDone()).isEqualTo(1);
    }
  }

  @Test
  void failureToReadAnExampleReachesTheCaller() {
    ExampleSource broken =
        new TinyExampleFailure(new TinyExamples(), new IOException("shard 3 is gone"));
    try (Trainer trainer =
        Trainer.start(opponent, TinyExamples.SCHEDULE, TinyExamples.settings(SPIN, 5, 4), broken)) {
      assertThatThrownBy(trainer::step).hasMessageContaining("shard 3 is gone");
    }
  }
}
