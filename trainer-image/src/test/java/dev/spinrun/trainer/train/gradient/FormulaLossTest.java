package dev.spinrun.trainer.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.model.FormulaWeights;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The losses on a network of four levels with {@link FormulaWeights}, against PyTorch in fp64: one
 * pair, timestep 400, sqrt(alphaBar) and sqrt(1 - alphaBar) as below.
 */
class FormulaLossTest {
  private static final double SIGNAL = 0.6515236174007688;
  private static final double NOISE = 0.7586283516775633;
  private static final Shape LATENT = Shape.of(4, 16, 16);
  private static final Shape TEXT = Shape.of(7, 24);
  private static final int SIZE = 1024;

  /** Of whole networks in fp32. */
  private static final double RELATIVE = 1e-4;

  /** Of u in units of beta: torch's own fp32 result differs from fp64 by 5e-6; twice that. */
  private static final double MARGIN = 1e-5;

  /** Of a difference of gradients: torch's own fp32 differs from fp64 by 1.1e-4; ten times that. */
  private static final double GRADIENT_RELATIVE = 1e-3;

  private final Scope scope = Scope.open();
  private UNet model;
  private UNet opponent;

  @TempDir private Path folder;

  @BeforeEach
  void load() throws IOException {
    model = FormulaWeights.unet(scope, folder.resolve("model"), FormulaWeights.MODEL);
    opponent = FormulaWeights.unet(scope, folder.resolve("opponent"), FormulaWeights.OPPONENT);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void errorsOfBothModelsAreThoseOfTorch() {
    ModelInputs inputs = inputs();
    DenoisingError error = new DenoisingError(scope);

    assertThat(relative(inputs.errors(scope, model, error), 2.747178770836923, 2.9576320932439977))
        .isLessThan(1);
    assertThat(
            relative(inputs.errors(scope, opponent, error), 2.7927250372737396, 2.9859728104141405))
        .isLessThan(1);
  }

  private static double relative(Tensor actual, double... expected) {
    return Golden.toleranceUsed(actual.toFloats(), expected, RELATIVE, 0);
  }

  @Test
  void lossAndGradientsAtBeta1AreThoseOfTorch() {
    PairLoss loss = lossWithGradients(1);

    assertThat((double) loss.u().toFloat()).isCloseTo(0.008602774633336807, Offset.offset(MARGIN));
    assertThat((double) loss.preference().toFloat())
        .isCloseTo(0.6888550441811743, Offset.offset(MARGIN));
    assertNorm(41.091223504247864, model.weights().tensors().toArray(Tensor[]::new));
    assertNorm(0.4675605093605379, model.weights().get("conv_in.weight"));
    assertNorm(
        0.02966525707729551,
        model.weights().get("down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight"));
    double[] bias = {0.01472866, 0.00875075, 0.00029987, -0.00823576};
    assertThat(
            Golden.distance(model.weights().get("conv_out.bias").gradient(scope).toFloats(), bias))
        .isLessThan(GRADIENT_RELATIVE * bias[0]);
  }

  @Test
  void lossAtBeta2000IsSmallAndNotZero() {
    PairLoss loss = lossWithGradients(2000);

    assertThat((double) loss.u().toFloat())
        .isCloseTo(17.205549266673614, Offset.offset(2000 * MARGIN));
    assertThat((double) loss.preference().toFloat())
        .isCloseTo(3.370737153735621e-08, Offset.offset(2000 * MARGIN * 3.4e-8));
  }

  @Test
  void fineTuningLossAndGradientAreThoseOfTorch() {
    Shape images = Shape.of(2, 4, 16, 16);
    model.weights().tensors().forEach(Tensor::requireGradient);
    Shape texts = Shape.of(2, 7, 24);
    ModelInputs inputs =
        new ModelInputs(
            scope.floats(Golden.fill(images, j -> Math.sin(0.1 * j)), images),
            scope.floats(Golden.fill(images, j -> Math.cos(0.2 * j)), images),
            new float[] {10, 500},
            scope.floats(Golden.fill(texts, j -> Math.cos(0.05 * j)), texts));
    DenoisingError error = new DenoisingError(scope);
    Tensor alike = scope.floats(new float[] {1, 1}, Shape.of(2));
    DenoisingLoss loss;
    try (GradientRecording recording = GradientRecording.start()) {
      loss = error.loss(scope, inputs.errors(scope, model, error), alike, 1);
      loss.scaled().backward();
    }

    double expected = 1.382790761428958;
    assertThat((double) loss.loss().toFloat())
        .isCloseTo(expected, Offset.offset(RELATIVE * expected));
    assertNorm(28.462661966818587, model.weights().tensors().toArray(Tensor[]::new));
  }

  private PairLoss lossWithGradients(double beta) {
    model.weights().tensors().forEach(Tensor::requireGradient);
    ModelInputs inputs = inputs();
    DenoisingError error = new DenoisingError(scope);
    Tensor frozen = inputs.errors(scope, opponent, error);
    try (GradientRecording recording = GradientRecording.start()) {
      Tensor errors = inputs.errors(scope, model, error);
      PairLoss loss =
          new PreferenceLoss(scope, new Preference(beta, 0)).of(scope, errors, frozen, 1);
      loss.scaled().backward();
      return loss;
    }
  }

  private void assertNorm(double expected, Tensor... parameters) {
    double sum = 0;
    for (Tensor parameter : parameters) {
      for (float element : parameter.gradient(scope).toFloats()) {
        sum += (double) element * element;
      }
    }
    assertThat(Math.sqrt(sum)).isCloseTo(expected, Offset.offset(GRADIENT_RELATIVE * expected));
  }

  private ModelInputs inputs() {
    float[] noise = Golden.fill(LATENT, j -> Math.sqrt(2) * Math.sin(0.37 * j + 0.5));
    float[] noisy = new float[2 * SIZE];
    for (int j = 0; j < SIZE; j++) {
      noisy[j] = (float) (SIGNAL * Math.sin(0.11 * j) + NOISE * noise[j]);
      noisy[SIZE + j] = (float) (SIGNAL * Math.cos(0.13 * j) + NOISE * noise[j]);
    }
    float[] text = Golden.fill(TEXT, j -> Math.cos(0.05 * j));
    return new ModelInputs(
        scope.floats(noisy, LATENT.prepend(2)),
        scope.floats(twice(noise), LATENT.prepend(2)),
        new float[] {400, 400},
        scope.floats(twice(text), TEXT.prepend(2)));
  }

  private static float[] twice(float[] row) {
    float[] both = Arrays.copyOf(row, 2 * row.length);
    System.arraycopy(row, 0, both, row.length, row.length);
    return both;
  }
}
