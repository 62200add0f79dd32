package dev.spinrun.trainer.diffusion.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Torch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** No tensor of the autoencoder grows with the number of pictures beyond its bound. */
@Isolated("counts the host reads of the process")
class SlicesTest {
  private final Scope scope = Scope.open();
  private final Autoencoder vae = Autoencoder.load(scope, Golden.path("tiny_pipeline/vae"));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void picturesInSlicesAreThePicturesTogether() {
    PictureCodec together = new PictureCodec(vae);
    Shape shape = together.latentShape(64, 64);
    List<float[]> latents =
        IntStream.range(0, 5)
            .mapToObj(i -> RandomStream.of(7, i).normals((int) shape.elements()))
            .toList();
    long two = 2L * vae.config().widestAtFullSize() * 64 * 64;

    List<Picture> sliced = new PictureCodec(vae, two).decode(latents, shape);

    assertThat(new PictureCodec(vae, two).slice(64, 64)).isEqualTo(2);
    assertThat(sliced)
        .extracting(Picture::rgb)
        .containsExactlyElementsOf(
            together.decode(latents, shape).stream().map(Picture::rgb).toList());
  }

  @Test
  void latentsInSlicesAreTheLatentsTogether() {
    PictureCodec together = new PictureCodec(vae);
    Shape shape = together.latentShape(64, 64);
    List<Picture> pictures =
        together.decode(
            IntStream.range(0, 5)
                .mapToObj(i -> RandomStream.of(7, i).normals((int) shape.elements()))
                .toList(),
            shape);
    long two = 2L * vae.config().widestAtFullSize() * 64 * 64;

    long before = Torch.hostReads();
    List<float[]> sliced = new PictureCodec(vae, two).encode(pictures);

    assertThat(Torch.hostReads() - before).as("two, two and one").isEqualTo(3);
    // Convolutions of another batch size may sum up in another order.
    assertThat(sliced).hasSize(5);
    for (int i = 0; i < sliced.size(); i++) {
      assertThat(sliced.get(i)).containsExactly(together.encode(pictures).get(i), within(1e-5f));
    }
  }

  @Test
  void anImmensePictureGoesAlone() {
    assertThat(new PictureCodec(vae, 1).slice(4096, 4096)).isEqualTo(1);
  }
}
