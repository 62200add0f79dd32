package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory of a long training. The heap of the test's JVM is of fixed size. */
@Isolated("counts the open tensors of the process")
class LeakTest {
  private static final int STEPS = 250;
  private static final int WARM = 50;
  private static final long ALLOWED_KIB = 20 * 1024;

  @ParameterizedTest
  @EnumSource(Activations.class)
  void twoHundredStepsOpenNoTensorsAndKeepMemoryWithin20MiB(Activations activations) {
    List<Integer> open = new ArrayList<>();
    List<Long> resident = new ArrayList<>();
    int before = Torch.openTensors();
    try (Scope scope = Scope.open();
        Trainer trainer =
            Trainer.start(
                UNet.load(scope, Golden.path("tiny_pipeline/unet")),
                TinyExamples.SCHEDULE,
                TinyExamples.settings(new Preference(500, 20), STEPS, 2, activations),
                new TinyExamples())) {
      trainer.run(
          report -> {
            open.add(Torch.openTensors());
            resident.add(ProcessMemory.residentKib());
          });
    }

    assertThat(open).containsOnly(open.get(0));
    assertThat(resident.get(STEPS - 1) - resident.get(WARM)).isLessThan(ALLOWED_KIB);
    assertThat(Torch.openTensors()).isEqualTo(before);
  }
}
