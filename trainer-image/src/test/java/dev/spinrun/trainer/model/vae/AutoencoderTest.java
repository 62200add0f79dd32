package dev.spinrun.trainer.model.vae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tiny autoencoder against diffusers (golden/vae_io.safetensors, fp64). */
class AutoencoderTest {
  /** golden/meta.json: torch's own fp32 result differs from fp64 by 2e-6; ten times that. */
  private static final double FP32 = 2e-5;

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("vae_io.safetensors");
  private final Autoencoder vae = Autoencoder.load(scope, Golden.path("tiny_pipeline/vae"));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void momentsAreThoseOfDiffusers() {
    Posterior posterior = vae.encode(golden.tensor(scope, "image"));

    assertThat(posterior.shape()).isEqualTo(golden.shape("mean"));
    assertThat(Golden.distance(posterior.mean(), golden.doubles("mean"))).isLessThan(FP32);
    assertThat(Golden.distance(posterior.logVariance(), golden.doubles("logvar"))).isLessThan(FP32);
  }

  @Test
  void decodedImageIsThatOfDiffusers() {
    assertThat(
            Golden.distance(
                vae.decode(scope, golden.tensor(scope, "mean")).toFloats(),
                golden.doubles("decoded")))
        .isLessThan(FP32);
  }
}
