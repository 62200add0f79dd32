package dev.spinrun.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.nn.Ops.Mask;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each operation as a script against the same from elementary operations, and its shape. */
@Isolated("counts the open tensors of the process")
class ScriptsAndOracleTest {
  /** fp32 sums of some dozens of products near 1. */
  private static final double FP32 = 1e-5;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  /** Networks of one block. */
  @SuppressWarnings("ImmutableEnumChecker") // Its list is never changed.
  private enum Operation implements Network {
    CONV_WITH_BIAS(Shape.of(2, 6, 4, 5)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.conv2d(in.get(0), new Conv2d("c", 6, 3, 3, 2, 1, Bias.ADDED));
      }
    },
    CONV_WITHOUT_BIAS(Shape.of(2, 6, 4, 5)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.conv2d(in.get(0), new Conv2d("c", 6, 3, 2, 2, 0, Bias.NONE));
      }
    },
    GROUP_NORM_SILU_ADD_PER_CHANNEL(Shape.of(2, 6, 4, 5), Shape.of(2, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        T x = o.silu(o.groupNorm(in.get(0), new GroupNorm("g", 3, 6, 1e-5)));
        return o.addPerChannel(x, in.get(1));
      }
    },
    LAYER_NORM_GELU(Shape.of(2, 7, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.gelu(o.layerNorm(in.get(0), new LayerNorm("n", 6, 1e-5)));
      }
    },
    LINEAR_WITHOUT_BIAS_QUICK_GELU(Shape.of(2, 7, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.quickGelu(o.linear(in.get(0), Linear.withoutBias("l", 6, 4)));
      }
    },
    GEGLU(Shape.of(2, 7, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.geglu(o.linear(in.get(0), Linear.of("l", 6, 8)));
      }
    },
    CONCATENATED_CHANNELS_UPSAMPLING(Shape.of(2, 6, 4, 5), Shape.of(2, 6, 4, 5)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.upsample(o.concatChannels(in.get(0), in.get(1)));
      }
    },
    PADDING_RIGHT_AND_BOTTOM(Shape.of(2, 6, 4, 5)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.padRightBottom(in.get(0));
      }
    },
    ATTENTION_TO_OTHER_ROWS(Shape.of(2, 7, 6), Shape.of(2, 3, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.attention(in.get(0), in.get(1), in.get(1), 2, Mask.NONE);
      }
    },
    CAUSAL_ATTENTION(Shape.of(2, 7, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        return o.attention(in.get(0), in.get(0), in.get(0), 3, Mask.CAUSAL);
      }
    },
    TO_A_SEQUENCE_AND_BACK(Shape.of(2, 6, 4, 5)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        T rows = o.linear(o.toSequence(in.get(0)), Linear.of("l", 6, 6));
        return o.add(o.toImage(rows, in.get(0)), in.get(0));
      }
    },
    PREPENDED_ROW_POSITIONS_NORMALISED(Shape.of(2, 7, 6)) {
      @Override
      <T> T apply(Ops<T> o, List<T> in) {
        T x = o.prependRow(in.get(0), new Parameter("p", Shape.of(6)));
        return o.normalize(o.addPositions(x, new Embedding("e", 9, 6)));
      }
    };

    private final List<Shape> shapes;

    Operation(Shape... shapes) {
      this.shapes = List.of(shapes);
    }

    abstract <T> T apply(Ops<T> ops, List<T> in);

    @Override
    public List<String> inputs() {
      return Stream.of("x", "y").limit(shapes.size()).toList();
    }

    @Override
    public <T> T forward(Ops<T> ops, List<T> inputs) {
      return ops.block(name(), inputs, this::apply);
    }
  }

  private Weights weights(Declaration declared) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    declared
        .parameters()
        .forEach(
            (name, shape) ->
                tensors.put(
                    name,
                    scope.floats(
                        Golden.fill(shape, j -> Math.sin(0.7 * j + name.length())), shape)));
    return new Weights(tensors);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void scriptGivesWhatElementaryOperationsGive(Operation network) {
    List<Shape> shapes = network.shapes;
    Declaration declared = Declaration.of(network, shapes);
    Weights weights = weights(declared);
    List<Tensor> inputs =
        shapes.stream()
            .map(s -> scope.floats(Golden.fill(s, j -> Math.cos(0.3 * j + s.rank())), s))
            .toList();

    Tensor script = ScriptCompiler.compile(scope, network).bind(scope, weights).run(scope, inputs);
    Tensor oracle = network.forward(new EagerOps(scope, weights), inputs);

    float[] expected = oracle.toFloats();
    double[] wide = new double[expected.length];
    Arrays.setAll(wide, i -> expected[i]);
    assertThat(Golden.distance(script.toFloats(), wide)).isLessThan(FP32);
    assertThat(script.shape()).isEqualTo(declared.output());
  }

  @Test
  void rowsAreReadAndPickedByTheirIndices() {
    Embedding table = new Embedding("e", 5, 2);
    Network network =
        new Network() {
          @Override
          public List<String> inputs() {
            return List.of("ids", "index");
          }

          @Override
          public <T> T forward(Ops<T> ops, List<T> in) {
            return ops.block("pick", in, (o, v) -> o.pickRow(o.embed(v.get(0), table), v.get(1)));
          }
        };
    float[] rows = {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f};
    Weights weights = new Weights(Map.of("e.weight", scope.floats(rows, Shape.of(5, 2))));
    List<Tensor> inputs =
        List.of(
            scope.longs(new long[] {4, 0, 1, 2, 3, 1}, Shape.of(2, 3)),
            scope.longs(new long[] {2, 1}, Shape.of(2)));

    Tensor script = ScriptCompiler.compile(scope, network).bind(scope, weights).run(scope, inputs);
    Tensor oracle = network.forward(new EagerOps(scope, weights), inputs);

    assertThat(script.toFloats()).containsExactly(1, 1.5f, 3, 3.5f);
    assertThat(oracle.toFloats()).containsExactly(1, 1.5f, 3, 3.5f);
  }

  @Test
  void inputThatDoesNotFitIsRefusedWithBlockLayerAndShape() {
    Network network = Operation.CONV_WITH_BIAS;

    assertThatThrownBy(() -> Declaration.of(network, List.of(Shape.of(1, 5, 4, 4))))
        .hasMessageContaining("Block `CONV_WITH_BIAS` does not fit")
        .hasMessageContaining("Layer `c` expects 6 in dimension 1")
        .hasMessageContaining("[1, 5, 4, 4]");
  }

  @Test
  void intermediateValuesAreFreedWhenNoBlockNeedsThem() {
    Network network =
        new Network() {
          @Override
          public List<String> inputs() {
            return List.of("x");
          }

          @Override
          public <T> T forward(Ops<T> ops, List<T> in) {
            T x = in.get(0);
            for (int i = 0; i < 10; i++) {
              x = ops.block("silu " + i, List.of(x), (o, v) -> o.silu(v.get(0)));
            }
            return x;
          }
        };
    BoundNetwork bound = ScriptCompiler.compile(scope, network).bind(scope, new Weights(Map.of()));
    Tensor x = scope.zeros(Shape.of(3));
    int before = Torch.openTensors();

    bound.run(scope, List.of(x));

    assertThat(Torch.openTensors()).isEqualTo(before + 1);
  }

  @Test
  void computingOutsideOfABlockIsRefused() {
    Network network =
        new Network() {
          @Override
          public List<String> inputs() {
            return List.of("x");
          }

          @Override
          public <T> T forward(Ops<T> ops, List<T> in) {
            return ops.silu(in.get(0));
          }
        };

    assertThatThrownBy(() -> ScriptCompiler.compile(scope, network))
        .hasMessageContaining("outside of a block");
  }
}
