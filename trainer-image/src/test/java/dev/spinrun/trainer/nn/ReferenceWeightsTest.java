package dev.spinrun.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import dev.spinrun.trainer.tensor.file.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Weights of networks that only predict. */
@Isolated("measures the memory of the process")
class ReferenceWeightsTest {
  private static final int WIDTH = 2048;
  private static final long KIB = (long) WIDTH * 2 * WIDTH * Float.BYTES / 1024;

  @TempDir Path folder;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private static Conv2d convolution(String name, int kernel) {
    return new Conv2d(name, 8, 8, kernel, 1, kernel / 2, Bias.NONE);
  }

  /** The tensor, as one of a file. */
  private Tensor stored(String name, Tensor tensor) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    SafetensorsWriter.write(file, Map.of(name, tensor));
    try (TensorFile open = TensorFile.open(file)) {
      return open.read(scope, name);
    }
  }

  @Test
  void largeKernelsOfAFileAloneArePacked() throws IOException {
    Tensor large = scope.zeros(Shape.of(8, 8, 3, 3));
    Weights weights =
        new Weights(
            Map.of(
                "file.weight", stored("file", large),
                "small.weight", stored("small", scope.zeros(Shape.of(8, 8, 1, 1))),
                "memory.weight", large));

    Weights packed =
        PackedKernels.of(
            scope,
            weights,
            List.of(convolution("file", 3), convolution("small", 1), convolution("memory", 3)));

    assertThat(packed.get("file.weight")).isNotSameAs(weights.get("file.weight"));
    assertThat(packed.get("small.weight")).isSameAs(weights.get("small.weight"));
    assertThat(packed.get("memory.weight")).isSameAs(weights.get("memory.weight"));
  }

  private enum OneMatrix implements Network {
    INSTANCE;

    @Override
    public List<String> inputs() {
      return List.of("xBC");
    }

    @Override
    public <T> T forward(Ops<T> ops, List<T> inputs) {
      Linear layer = Linear.withoutBias("l", WIDTH, 2 * WIDTH);
      return ops.block("l", inputs, (o, in) -> o.linear(in.get(0), layer));
    }
  }

  @Test
  void weightsOfASparingNetworkLeaveMemoryWhenTheirBlockHasRun() throws IOException {
    Tensor matrix = stored("matrix", scope.zeros(Shape.of(2 * WIDTH, WIDTH)));
    BoundNetwork network =
        ScriptCompiler.compile(scope, OneMatrix.INSTANCE)
            .bind(scope, new Weights(Map.of("l.weight", matrix)));
    List<Tensor> inputs = List.of(scope.zeros(Shape.of(1, WIDTH)));
    network.run(scope, inputs);
    long before = ProcessMemory.residentFileKib();

    network.droppingPages().run(scope, inputs);

    assertThat(before - ProcessMemory.residentFileKib()).isBetween(KIB / 2, KIB * 3 / 2);
  }
}
