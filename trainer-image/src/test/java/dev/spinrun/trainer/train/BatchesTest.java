package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.PairNoise;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.train.gradient.MicroBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target of the tiny model is the noise itself. */
class BatchesTest {
  private static final int PAIRS = 4;

  private static MicroBatch first(PairNoise noise) throws IOException {
    TrainingSettings settings =
        TinyExamples.with(
            Documents.object().put("pairNoise", Documents.text(noise)),
            TinyExamples.settings(new Objective.Preference(2000, 0), 1, PAIRS));
    return new Batches(settings, TinyExamples.SCHEDULE, new TinyExamples(), 0, 1).part(0, 0);
  }

  private static float[] half(float[] images, int which) {
    int size = images.length / 2;
    return Arrays.copyOfRange(images, which * size, (which + 1) * size);
  }

  @Test
  void bothImagesOfAPairHaveTheSameNoiseAndTimestep() throws IOException {
    MicroBatch batch = first(PairNoise.SHARED);

    assertThat(half(batch.target(), 0)).isEqualTo(half(batch.target(), 1));
    assertThat(half(batch.timesteps(), 0)).isEqualTo(half(batch.timesteps(), 1));
    assertThat(half(batch.noisy(), 0)).isNotEqualTo(half(batch.noisy(), 1));
  }

  @Test
  void independentNoiseChangesTheRejectedImagesAlone() throws IOException {
    MicroBatch shared = first(PairNoise.SHARED);
    MicroBatch independent = first(PairNoise.INDEPENDENT);

    assertThat(independent.timesteps()).isEqualTo(shared.timesteps());
    assertThat(half(independent.noisy(), 0)).isEqualTo(half(shared.noisy(), 0));
    double[] products = new double[half(shared.target(), 0).length];
    Arrays.setAll(
        products, i -> half(independent.target(), 0)[i] * half(independent.target(), 1)[i]);
    assertThat(Arrays.stream(products).average().orElseThrow()).isBetween(-0.1, 0.1);
  }

  /** Examples that are read one by one, and so in windows. */
  private static final class Apart extends TinyExamples {
    private final Set<Integer> prefetched = new TreeSet<>();
    private final Set<Integer> loaded = new TreeSet<>();

    @Override
    public int neighbours() {
      return 1;
    }

    @Override
    public void prefetch(int index) {
      prefetched.add(index);
    }

    @Override
    public Example load(int index) {
      loaded.add(index);
      return super.load(index);
    }
  }

  /** A step of 2048 pairs of Stable Diffusion 1.5 has 512 MiB. */
  @Test
  void noMoreIsPreparedThanThereIsMemoryFor() throws InterruptedException {
    AtomicInteger loaded = new AtomicInteger();
    ExampleSource large = new LargeExamples(loaded);
    TrainingSettings settings =
        TinyExamples.with(
            Documents.object().put("batchSize", 2048).put("microBatchSize", 8),
            TinyExamples.settings(new Objective.Preference(2000, 0), 1, 4));
    Batches batches = new Batches(settings, TinyExamples.SCHEDULE, large, 0, 1);
    int fitting = (int) (BatchPrefetcher.BYTES / batches.bytesOfPart());
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0, 1)) {
      while (loaded.get() < 8 * fitting) {
        Thread.sleep(10);
      }
      // Time for some more parts, if they were to come.
      Thread.sleep(500);
      assertThat(loaded).hasValue(8 * fitting);
      for (int part = 0; part < batches.parts(); part++) {
        prefetcher.take();
        assertThat(loaded.get()).isLessThanOrEqualTo(8 * (part + 1 + fitting));
      }
    }

    assertThat(fitting).isLessThanOrEqualTo(batches.parts() / 2);
    assertThat(loaded).hasValue(2048);
  }

  /** Of the shapes of Stable Diffusion 1.5. */
  private record LargeExamples(AtomicInteger loaded) implements ExampleSource {
    private static final float[] LATENT = new float[4 * 64 * 64];
    private static final int[] TOKENS = new int[77];

    @Override
    public int size() {
      return 2048;
    }

    @Override
    public Shape latentShape() {
      return Shape.of(4, 64, 64);
    }

    @Override
    public int[] emptyTokens() {
      return TOKENS;
    }

    @Override
    public Tensor embed(Scope scope, List<int[]> tokens) {
      throw new AssertionError("nothing is computed here");
    }

    @Override
    public Example load(int index) {
      loaded.incrementAndGet();
      return new Example(LATENT, LATENT, TOKENS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void everyWorkerBringsTheNextWindowsExamples(int rank) throws IOException {
    TrainingSettings settings = TinyExamples.settings(new Objective.Denoising(), 2, 2);
    Apart source = new Apart();
    Batches batches = new Batches(settings, TinyExamples.SCHEDULE, source, rank, 2);

    batches.part(0, 0);

    int later = source.size() - DataOrder.WINDOW;
    assertThat(source.prefetched).hasSize(later).doesNotContainAnyElementsOf(source.loaded);
  }
}
