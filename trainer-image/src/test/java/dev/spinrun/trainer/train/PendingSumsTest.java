package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.workers.WorkerFailureException;
import dev.spinrun.trainer.workers.Workers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * While a sum over the workers is on its way nothing is read by the host: on a GPU that would wait
 * for the sum, without a deadline, and so for ever if a worker hangs.
 */
@Isolated("counts the host reads of the process")
class PendingSumsTest {
  /** Large enough for several buckets of gradients. */
  private static final Path QUICKSTART = Path.of("../examples/quickstart/model/unet");

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private Trainer start(Workers workers) {
    return Trainer.start(
        UNet.load(scope, QUICKSTART),
        TinyExamples.SCHEDULE,
        TinyExamples.settings(new Preference(500, 20), 3, 2),
        new TinyExamples() {
          @Override
          public Tensor embed(Scope scope, List<int[]> tokens) {
            return Embeddings.rows(
                scope, Shape.of(8, 64), tokens, token -> RandomStream.of(2, token).normals(512));
          }
        },
        workers);
  }

  @Test
  void nothingIsReadByTheHostMeanwhile() {
    Twin twin = new Twin();
    try (Trainer trainer = start(twin)) {
      trainer.run(report -> assertThat(report.gradientNorm()).isFinite());
    }

    assertThat(twin.sums).isGreaterThan(3);
  }

  @Test
  void aWorkerThatHangsEndsTheStep() {
    Twin twin = new Twin();
    try (Trainer trainer = start(twin)) {
      trainer.step();
      twin.hangs = true;

      assertThatThrownBy(trainer::step).isInstanceOf(WorkerFailureException.class);
      assertThat(trainer.stepsDone()).isEqualTo(1);
    }
  }

  /** One of two workers of which the other does the same. */
  private static final class Twin implements Workers {
    private boolean hangs;
    private int sums;

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public Pending sum(Tensor tensor) {
      sums++;
      long before = Torch.hostReads();
      return () -> {
        assertThat(Torch.hostReads()).as("reads while a sum is on its way").isEqualTo(before);
        if (hangs) {
          throw new WorkerFailureException("A sum over the workers", "no answer");
        }
        try (Scope passing = Scope.open()) {
          tensor.assign(new EagerMath(passing).add(tensor, tensor));
        }
      };
    }

    @Override
    public void broadcast(Tensor tensor) {}

    @Override
    public void close() {}
  }
}
